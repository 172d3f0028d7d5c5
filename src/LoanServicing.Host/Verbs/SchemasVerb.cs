using System.CommandLine;
using LoanServicing.Host.Schemas;

namespace LoanServicing.Host.Verbs;

/// <summary><c>schemas</c>: writes the JSON Schemas of the messages and the AsyncAPI document, made from the contracts.</summary>
internal static class SchemasVerb
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Where to write; default ./schemas.", DefaultValueFactory = _ => "./schemas" };
        var command = new Command("schemas", "Writes the messages' JSON Schemas and the AsyncAPI document; exits 1, and writes nothing, if that would break who writes or reads them today.");
        command.Add(folder);
        var accepted = new Option<string[]>("--accept") { Description = "A message whose break is meant, because a record in docs/adr says why nobody suffers it.", DefaultValueFactory = _ => [] };
        command.Add(accepted);
        command.SetAction((arguments, cancel) => RunAsync(arguments.GetRequiredValue(folder), arguments.GetRequiredValue(accepted), Console.Out, cancel));
        return command;
    }

    public static async Task<int> RunAsync(string folder, IReadOnlyCollection<string> accepted, TextWriter output, CancellationToken cancel)
    {
        var files = SchemaFiles.Generate();
        var breaks = SchemaFiles.Breaks(folder, files).Where(found => !accepted.Contains(found.Split(' ')[0])).ToList();
        foreach (var found in breaks)
        {
            await output.WriteLineAsync(found);
        }

        if (breaks.Count > 0)
        {
            await output.WriteLineAsync("Nothing is written: this breaks who writes or reads these messages today. Leave the version as it is and add a new one beside it.");
            return ExitCodes.Found;
        }

        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancel);
        }

        await output.WriteLineAsync($"{files.Count} files are in {Path.GetFullPath(folder)}.");
        return ExitCodes.Success;
    }
}
