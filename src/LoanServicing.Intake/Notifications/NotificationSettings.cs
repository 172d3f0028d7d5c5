using System.Globalization;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Intake.Notifications;

/// <summary>What is told to whom and how (<c>Notifications:*</c>).</summary>
/// <param name="IsPersian">The language of every text (<c>:Language</c>, fa or en).</param>
/// <param name="GuarantorAfterMonths">Whole Solar Hijri months of arrears from which guarantors are told (<c>:GuarantorAfterMonths</c>).</param>
/// <param name="KeptDays">Real days after which a text that has not been sent is not sent any more (<c>:KeptDays</c>).</param>
/// <param name="Gateway">Null where there is none: texts are kept and can be read.</param>
internal sealed record NotificationSettings(
    NotificationTemplates Templates, bool IsPersian, int GuarantorAfterMonths, int KeptDays, GatewaySettings? Gateway)
{
    public const string Section = "Notifications";

    private const int DefaultGuarantorAfterMonths = 1;
    private const int MostMonths = 60;
    private const int DefaultKeptDays = 3;
    private const int MostKeptDays = 30;

    private static readonly string[] Keys = ["Language", "Templates", "GuarantorAfterMonths", "KeptDays", "Gateway"];

    /// <param name="isDevelopment">Only then the gateway may be spoken to in clear.</param>
    /// <exception cref="StartupException">A value cannot be used; the message says which.</exception>
    public static NotificationSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection(Section);
        RefuseUnknown(section, Keys);
        return new NotificationSettings(
            NotificationTemplates.Load(Given(section["Templates"])),
            IsPersianSet(Given(section["Language"])),
            Number(section, "GuarantorAfterMonths", 0, DefaultGuarantorAfterMonths, MostMonths),
            Number(section, "KeptDays", 1, DefaultKeptDays, MostKeptDays),
            GatewaySettings.Read(section.GetSection("Gateway"), isDevelopment));
    }

    /// <summary>A setting with a letter wrong would be no setting.</summary>
    internal static void RefuseUnknown(IConfigurationSection section, string[] keys)
    {
        if (section.GetChildren().FirstOrDefault(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartupException($"{unknown.Path} is no setting; {section.Path} has {string.Join(", ", keys)}.");
        }
    }

    /// <summary>Null for what is empty: a variable that was never filled is no setting.</summary>
    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static int Number(IConfigurationSection section, string key, int least, int otherwise, int most)
    {
        var text = Given(section[key]);
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartupException($"{section.Path}:{key} is '{text}'; it must be a whole number from {least} to {most}.");
    }

    private static bool IsPersianSet(string? language) => language switch
    {
        null or "fa" => true,
        "en" => false,
        _ => throw new StartupException($"{Section}:Language is '{language}'; it must be fa or en."),
    };
}
