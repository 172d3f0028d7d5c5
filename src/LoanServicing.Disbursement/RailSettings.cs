using System.Globalization;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Disbursement;

/// <summary>The rails of payment orders and the dialects of their files (<c>Bank:Rails</c>, <c>:RailPreference</c>, <c>:PaymentFiles</c>, <c>:CctiBic</c>).</summary>
/// <param name="Rails">Limits and preference, found to be usable.</param>
/// <param name="CctiBic">The debtor's agent in ccti files.</param>
internal sealed record RailSettings(PaymentRails Rails, IReadOnlyDictionary<PaymentRail, PaymentFileFormat> Formats, string CctiBic)
{
    private const string RailsKey = "Bank:Rails";
    private const string PreferenceKey = "Bank:RailPreference";
    private const string FormatsKey = "Bank:PaymentFiles";
    private const string CctiBicKey = "Bank:CctiBic";
    private const int BicLength = 11;
    private const int ShortBicLength = 8;

    private static readonly string[] RowKeys = ["Rail", "EffectiveFrom", "SmallestRials", "LargestRials", "MostOrdersADayToOnePayee", "BankCodes"];

    /// <summary>What a rail's files are written in.</summary>
    public PaymentFileFormat FormatOf(PaymentRail rail) => Formats.GetValueOrDefault(rail, PaymentFileFormat.Pain001);

    /// <summary>Rows of <c>Bank:Rails</c> take the place of all rows that are built in.</summary>
    /// <exception cref="StartupException">A value cannot be used, or all together can carry nothing; every reason is given.</exception>
    public static RailSettings Read(IConfiguration configuration)
    {
        var rows = configuration.GetSection(RailsKey).GetChildren().Select(Row).ToList();
        var preference = Texts(configuration.GetSection(PreferenceKey)).Select(name => Rail(PreferenceKey, name)).ToList();
        var rails = new PaymentRails(
            rows.Count > 0 ? rows : PaymentRails.Default.Limits,
            configuration.GetSection(PreferenceKey).Exists() ? preference : PaymentRails.Default.Preference);
        var problems = rails.Problems();
        return problems.Count == 0
            ? new RailSettings(rails, ReadFormats(configuration), ReadCctiBic(configuration))
            : throw new StartupException($"{RailsKey} and {PreferenceKey} cannot be used: {string.Join(" ", problems)}");
    }

    private static RailLimits Row(IConfigurationSection row)
    {
        // A limit with a letter wrong would be no limit.
        if (row.GetChildren().FirstOrDefault(child => !RowKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartupException($"{unknown.Path} is no setting of a rail; it has {string.Join(", ", RowKeys)}.");
        }

        return new RailLimits(
            Rail($"{row.Path}:Rail", row["Rail"]),
            Date($"{row.Path}:EffectiveFrom", row["EffectiveFrom"]),
            Number($"{row.Path}:SmallestRials", row["SmallestRials"]) is { } smallest ? new Rials(smallest) : null,
            Number($"{row.Path}:LargestRials", row["LargestRials"]) is { } largest ? new Rials(largest) : null,
            (int?)Number($"{row.Path}:MostOrdersADayToOnePayee", row["MostOrdersADayToOnePayee"], int.MaxValue),
            [.. Texts(row.GetSection("BankCodes"))]);
    }

    private static Dictionary<PaymentRail, PaymentFileFormat> ReadFormats(IConfiguration configuration)
    {
        var formats = new Dictionary<PaymentRail, PaymentFileFormat>();
        foreach (var setting in configuration.GetSection(FormatsKey).GetChildren())
        {
            var rail = Rail(FormatsKey, setting.Key);
            var format = PaymentFileFormats.Of(setting.Value)
                ?? throw new StartupException($"{setting.Path} is '{setting.Value}'; it must be {PaymentFileFormats.Pain001} or {PaymentFileFormats.Ccti}.");
            formats[rail] = format.Fits(rail)
                ? format
                : throw new StartupException(
                    $"{setting.Path} is {PaymentFileFormats.Ccti}, which is the batch file of paya and tells no rail; {rail.Name()} takes {PaymentFileFormats.Pain001}.");
        }

        return formats;
    }

    private static string ReadCctiBic(IConfiguration configuration)
    {
        var bic = configuration[CctiBicKey] ?? CctiFile.ClearingBic;
        return bic.Length is ShortBicLength or BicLength && bic.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ? bic
            : throw new StartupException($"{CctiBicKey} is '{bic}'; a BIC has {ShortBicLength} or {BicLength} capital letters and digits.");
    }

    // A list, or one text with commas, as the environment and the command line have it.
    private static IEnumerable<string> Texts(IConfigurationSection section) =>
        (section.Value?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? section.GetChildren().Select(child => child.Value ?? "")).Select(text => text.Trim());

    private static PaymentRail Rail(string key, string? name) =>
        PaymentRailNames.Of(name) ?? throw new StartupException($"{key} names the rail '{name}'; the rails are {string.Join(", ", PaymentRailNames.All)}.");

    private static long? Number(string key, string? text, long most = Rials.MaxAmount) => text switch
    {
        null or "" => null,
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most => number,
        _ => throw new StartupException($"{key} is '{text}'; it must be a whole number from 1 to {most}, without separators."),
    };

    // The years of the two calendars do not overlap.
    private static LocalDate Date(string key, string? text) =>
        SolarHijriDate.TryParse(text, out var persian) ? persian.ToIso()
        : LocalDatePattern.Iso.Parse(text ?? "").TryGetValue(default, out var date) && date.Year > SolarHijriDate.MaxYear ? date
        : throw new StartupException($"{key} is '{text}'; it must be a date such as 2025-05-22, or the same day as 1404-03-01.");
}
