using System.CommandLine;

namespace LoanServicing.Host.Verbs;

/// <summary>
/// What a verb does not know itself must be a setting: <c>--Section:Key=value</c>, <c>--Section:Key value</c>, or one of the few keys without a section.
/// Anything else is refused, so that a mistyped option never does nothing, or takes the next one for its value.
/// </summary>
internal static class SettingArguments
{
    private static readonly HashSet<string> KeysWithoutSection = new(StringComparer.OrdinalIgnoreCase)
    {
        "urls", "http_ports", "https_ports", "Services", "environment", "contentRoot", "applicationName", "webRoot", "AllowedHosts",
    };

    /// <summary>What is wrong with the first that is no setting; null when all are.</summary>
    /// <param name="verb">For the sentence, and for the options that it has.</param>
    public static string? ProblemOf(Command verb, IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var (key, hasValue) = Split(arguments[index]);
            if (!IsSetting(key))
            {
                return Refusal(verb, key);
            }

            if (!hasValue && (++index == arguments.Count || arguments[index].StartsWith("--", StringComparison.Ordinal)))
            {
                return $"{key} has no value; write {key}=value.";
            }
        }

        return null;
    }

    private static (string Key, bool HasValue) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? (argument[..end], true) : (argument, false);

    private static bool IsSetting(string key) =>
        key.StartsWith("--", StringComparison.Ordinal) && (key.Contains(':', StringComparison.Ordinal) || KeysWithoutSection.Contains(key[2..]));

    private static string Refusal(Command verb, string word)
    {
        if (verb is RootCommand)
        {
            return word.StartsWith('-')
                ? $"There is no option '{word}'; a setting is written --Section:Key=value, and --help lists the verbs."
                : $"There is no verb '{word}'; --help lists them.";
        }

        var options = verb.Options.Where(option => option is not System.CommandLine.Help.HelpOption).Select(option => option.Name).ToList();
        var own = options.Count == 0 ? "no options of its own" : $"the options {string.Join(", ", options)}";
        return $"{verb.Name} has no {(word.StartsWith('-') ? "option" : "argument")} '{word}'; it has {own}, and a setting is written --Section:Key=value.";
    }
}
