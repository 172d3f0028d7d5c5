using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Intake.Notifications;

/// <summary>How the gateway of short messages is reached (<c>Notifications:Gateway:*</c>).</summary>
/// <remarks>Not a record: the key is a secret, and no text of this object shows it.</remarks>
internal sealed class GatewaySettings
{
    private const string DefaultHeader = "Authorization";
    private const int DefaultPerSecond = 10;
    private const int MostPerSecond = 100;
    private const int DefaultTimeoutSeconds = 10;
    private const int MostTimeoutSeconds = 60;
    private const int DefaultAttempts = 5;
    private const int MostAttempts = 20;

    private static readonly string[] Keys = ["Url", "Key", "Header", "PerSecond", "TimeoutSeconds", "Attempts"];

    /// <summary>What texts are posted to.</summary>
    public required Uri Url { get; init; }

    /// <summary>The header that says who we are, <c>Authorization</c> unless set.</summary>
    public string Header { get; init; } = DefaultHeader;

    /// <summary>Its value: the key, after <c>Bearer</c> in <c>Authorization</c>; null without a key.</summary>
    public string? HeaderValue { get; init; }

    /// <summary>Requests that leave this process in a second, evenly spaced.</summary>
    public int PerSecond { get; init; } = DefaultPerSecond;

    /// <summary>How long one request waits for its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);

    /// <summary>How often a text that may have been taken, or was answered with an error, is given to the gateway in all, always under one id.</summary>
    public int Attempts { get; init; } = DefaultAttempts;

    /// <returns>Null where no address is given.</returns>
    /// <exception cref="StartupException">A value cannot be used; the message says which, and never what the key is.</exception>
    public static GatewaySettings? Read(IConfigurationSection section, bool isDevelopment)
    {
        NotificationSettings.RefuseUnknown(section, Keys);
        var url = NotificationSettings.Given(section["Url"]);
        if (url is null)
        {
            var idle = section.GetChildren().FirstOrDefault(setting => NotificationSettings.Given(setting.Value) is not null);
            return idle is null
                ? null
                : throw new StartupException($"{idle.Path} is given, but there is no gateway without {section.Path}:Url; set it, or drop the other.");
        }

        var header = NotificationSettings.Given(section["Header"]) ?? DefaultHeader;
        return new GatewaySettings
        {
            Url = ReadUrl($"{section.Path}:Url", url, isDevelopment),
            Header = IsToken(header) ? header : throw new StartupException($"{section.Path}:Header is '{header}', which is no name of a header."),
            HeaderValue = ReadKey($"{section.Path}:Key", NotificationSettings.Given(section["Key"]), header, isDevelopment),
            PerSecond = NotificationSettings.Number(section, "PerSecond", 1, DefaultPerSecond, MostPerSecond),
            Timeout = TimeSpan.FromSeconds(NotificationSettings.Number(section, "TimeoutSeconds", 1, DefaultTimeoutSeconds, MostTimeoutSeconds)),
            Attempts = NotificationSettings.Number(section, "Attempts", 1, DefaultAttempts, MostAttempts),
        };
    }

    private static Uri ReadUrl(string path, string text, bool isDevelopment)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            throw new StartupException($"{path} must be an address like https://host/messages, without a name or a password in it.");
        }

        return url.Scheme == Uri.UriSchemeHttps || (isDevelopment && url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new StartupException($"{path} must begin with https://: names and mobiles go there. Only Development may use http.");
    }

    private static string? ReadKey(string path, string? key, string header, bool isDevelopment)
    {
        if (key is null)
        {
            return isDevelopment ? null : throw new StartupException($"{path} is not set; give the key by which the gateway knows us.");
        }

        return key.All(c => c is > ' ' and <= '~')
            ? header.Equals(DefaultHeader, StringComparison.OrdinalIgnoreCase) ? $"Bearer {key}" : key
            : throw new StartupException($"{path} has a character that a header cannot carry.");
    }

    private static bool IsToken(string header) => header.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
