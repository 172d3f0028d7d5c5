using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Data;

/// <summary>Settings that are given and settings that would count for nothing.</summary>
internal static class StartupSettings
{
    /// <summary>Null for what is empty: a variable that was never filled is no setting.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Refuses settings that another one makes meaningless: whoever gives them believes that they count. Only their names are told.</summary>
    /// <param name="section">All that is given in it is refused.</param>
    /// <param name="but">A key of the section that is not.</param>
    /// <param name="reason">Why they are meaningless, and what to set to make them count.</param>
    public static void RefuseIdle(IConfigurationSection section, string? but, string reason)
    {
        var names = section.AsEnumerable()
            .Where(setting => Given(setting.Value) is not null && !setting.Key.Equals($"{section.Path}:{but}", StringComparison.OrdinalIgnoreCase))
            .Select(setting => setting.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (names.Count > 0)
        {
            var (are, them) = names.Count == 1 ? ("is", "it") : ("are", "them");
            throw new StartupException($"{string.Join(", ", names)} {are} given, but {reason}, or drop {them}.");
        }
    }
}
