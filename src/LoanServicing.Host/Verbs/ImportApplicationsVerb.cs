using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using CsvHelper;
using LoanServicing.Host.Clients;
using Spectre.Console;

namespace LoanServicing.Host.Verbs;

/// <summary>
/// <c>import-applications FILE</c>: submits every row through the API. A bad row is listed with its reasons and kept in
/// <c>FILE.rejected.csv</c>, to be mended and imported again; a row seen before changes nothing.
/// </summary>
internal static class ImportApplicationsVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV, UTF-8, with the column names of POST /applications" };
        var token = new Option<string?>("--token") { Description = "an officer's token; a development host issues one itself" };
        var command = new Command("import-applications", "Submits the applications of a CSV file.") { file, token };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancel) => RunAsync(
            arguments.GetRequiredValue(file).FullName, arguments.GetValue(token), [.. arguments.UnmatchedTokens], cancel));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? token, string[] configuration, CancellationToken cancel)
    {
        var rows = ApplicationFile.Read(file);
        await using var api = await ApiConnection.StartOrJoinAsync(configuration, cancel);
        var officer = token is null ? await api.AsAsync("officer-import", ["officer"], cancel) : api.With(token);
        var rejected = new List<(ApplicationRow Row, string Reasons)>();
        var submitted = 0;
        try
        {
            await AnsiConsole.Progress().StartAsync(async progress =>
            {
                var task = progress.AddTask("applications", maxValue: rows.Count);
                foreach (var row in rows)
                {
                    if (await SubmitAsync(officer, row, cancel) is { } reasons)
                    {
                        rejected.Add((row, reasons));
                    }

                    submitted++;
                    task.Increment(1);
                }
            });
        }
        finally
        {
            // Also when the host goes away half-way: what was refused so far is not lost, and importing again goes on.
            Report(file, submitted, rows.Count, rejected);
        }

        return rejected.Count == 0 ? ExitCodes.Success : ExitCodes.Found;
    }

    /// <summary>Submits one row, in the file's order; returns why it was refused, or null.</summary>
    private static async Task<string?> SubmitAsync(ApiClient officer, ApplicationRow row, CancellationToken cancel)
    {
        var answer = await officer.PostAsync("/applications", row.ToBody(), null, cancel);
        if (answer.Status is HttpStatusCode.OK or HttpStatusCode.Created && answer.Text("applicationId") is not null)
        {
            return null;
        }

        if ((int)answer.Status is 401 or >= 500)
        {
            answer.Expect($"line {row.Line}");
        }

        if (answer.IsSuccess || answer.Code is null)
        {
            throw UnexpectedAnswerException.OfAnotherServer(officer.Address, answer.Status);
        }

        return answer.Body!["errors"] is JsonArray errors
            ? string.Join("; ", errors.Select(error => $"{error!["field"]}: {error["message"]} ({error["code"]})"))
            : $"{answer.Text("title")} ({answer.Code})";
    }

    private static void Report(string file, int submitted, int count, List<(ApplicationRow Row, string Reasons)> rejected)
    {
        Console.WriteLine($"{submitted - rejected.Count} of {count} rows are applications now.");
        if (submitted < count)
        {
            Console.WriteLine($"It broke off after {submitted} rows; import the same file again, and rows that are applications already change nothing.");
        }

        if (rejected.Count == 0)
        {
            return;
        }

        foreach (var (row, reasons) in rejected)
        {
            Console.WriteLine($"  line {row.Line} {row.ExternalRef}: {reasons}");
        }

        try
        {
            KeepRejected(file + ".rejected.csv", rejected);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file}.rejected.csv cannot be written; mend the rows listed above in {file} itself and import it again.");
        }
    }

    private static void KeepRejected(string rejectedFile, List<(ApplicationRow Row, string Reasons)> rejected)
    {
        using var csv = CsvWriter.ToFile(rejectedFile, new CsvWriterOptions());
        WriteLine(csv, [.. rejected[0].Row.Fields.Keys, ApplicationFile.Reasons]);
        foreach (var (row, reasons) in rejected)
        {
            WriteLine(csv, [.. row.Fields.Values, reasons]);
        }

        Console.WriteLine($"{rejected.Count} rows were refused and are kept with their reasons in {rejectedFile}; mend them there and import that file.");
    }

    private static void WriteLine(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.EndRecord();
    }
}
