using System.Text.Json;
using System.Text.Json.Serialization;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>What an installation may say in a JSON file of its own, and has embedded defaults otherwise.</summary>
internal static class ConfiguredFile
{
    /// <summary>
    /// A field that is not known or is left out is refused: one written wrongly would make a province's holiday everybody's, or a rate 0.
    /// </summary>
    public static JsonSerializerOptions Strict { get; } = new(FactJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A field that is not known is refused; one that is left out has its default.</summary>
    public static JsonSerializerOptions Known { get; } = new(FactJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <param name="key">The setting that names the file: <c>Programme:File</c>.</param>
    /// <param name="defaults">The embedded file, beside this class.</param>
    /// <param name="noun">What it holds, for the sentences of a refusal.</param>
    /// <param name="problemsOf">What keeps it from being used, in sentences.</param>
    /// <exception cref="StartupException">The file cannot be read or is unsound; every reason is given.</exception>
    public static T Load<T>(
        IConfiguration configuration, string key, string defaults, string noun, JsonSerializerOptions options, Func<T, IReadOnlyList<string>> problemsOf)
    {
        var file = configuration[key];
        var text = file is null ? ReadDefaults(defaults) : ReadFile(key, file);
        T read;
        try
        {
            read = JsonSerializer.Deserialize<T>(text, options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException cause)
        {
            throw new StartupException($"{key} {file} is not a {noun}: {cause.Message}");
        }

        var problems = problemsOf(read);
        return problems.Count == 0 ? read : throw new StartupException($"The {noun} cannot be loaded: {string.Join(" ", problems)}");
    }

    private static string ReadFile(string key, string file)
    {
        try
        {
            return string.IsNullOrWhiteSpace(file) ? throw new StartupException($"{key} is empty; name a file, or leave the setting out.") : File.ReadAllText(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{key} cannot be read: {cause.Message}");
        }
    }

    private static string ReadDefaults(string name)
    {
        using var reader = new StreamReader(typeof(ConfiguredFile).Assembly.GetManifestResourceStream($"{typeof(ConfiguredFile).Namespace}.{name}")!);
        return reader.ReadToEnd();
    }
}
