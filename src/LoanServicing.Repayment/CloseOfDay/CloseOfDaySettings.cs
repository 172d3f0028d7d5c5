using System.Globalization;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>How days are closed (<c>CloseOfDay:*</c>).</summary>
/// <param name="Enabled">No: days stay open until it is set again; then they are closed in their order.</param>
/// <param name="DaysAhead">How many days before its due date an instalment is announced.</param>
/// <param name="LoansPerPartition">Loans of one unit of work.</param>
internal sealed record CloseOfDaySettings(bool Enabled = true, int DaysAhead = 3, int LoansPerPartition = 5_000)
{
    private const string Section = "CloseOfDay";

    private static readonly string[] Keys = [nameof(Enabled), nameof(DaysAhead), nameof(LoansPerPartition)];

    /// <exception cref="StartupException">A value cannot be used, or a setting is not one.</exception>
    public static CloseOfDaySettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var given in section.GetChildren())
        {
            if (!Keys.Contains(given.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new StartupException($"{given.Path} is no setting; choose from {string.Join(", ", Keys.Select(key => $"{Section}:{key}"))}.");
            }
        }

        return new CloseOfDaySettings(Flag(section, nameof(Enabled)), Number(section, nameof(DaysAhead), 0, 3, 30), Number(section, nameof(LoansPerPartition), 1, 5_000, 50_000));
    }

    private static bool Flag(IConfigurationSection section, string key) => section[key] is not { Length: > 0 } text || (bool.TryParse(text, out var flag)
        ? flag
        : throw new StartupException($"{section.Path}:{key} is '{text}', not true or false."));

    private static int Number(IConfigurationSection section, string key, int least, int usual, int most) => section[key] switch
    {
        null or "" => usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var text => throw new StartupException($"{section.Path}:{key} is '{text}', not a whole number from {least} to {most}."),
    };
}
