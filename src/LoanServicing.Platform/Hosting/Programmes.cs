using System.Text.Json;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>Loads the programme: the defaults embedded here, or the JSON file that <c>Programme:File</c> names.</summary>
public static class Programmes
{
    private const string Defaults = "LoanServicing.Platform.Hosting.programme.json";

    /// <exception cref="StartupException">The file cannot be read or the programme is unsound; every reason is given.</exception>
    public static Programme Load(IConfiguration configuration)
    {
        var file = configuration["Programme:File"];
        var text = file is null ? ReadDefaults() : ReadFile(file);
        Programme programme;
        try
        {
            programme = FactJson.Read<Programme>(text);
        }
        catch (JsonException cause)
        {
            throw new StartupException($"Programme:File {file} is not a programme: {cause.Message}");
        }

        var problems = programme.Validate();
        return problems.Count == 0
            ? programme
            : throw new StartupException($"The programme cannot be loaded: {string.Join(" ", problems)}");
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Programme:File cannot be read: {cause.Message}");
        }
    }

    private static string ReadDefaults()
    {
        using var reader = new StreamReader(typeof(Programmes).Assembly.GetManifestResourceStream(Defaults)!);
        return reader.ReadToEnd();
    }
}
