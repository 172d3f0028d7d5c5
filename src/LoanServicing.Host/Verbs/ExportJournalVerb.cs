using System.CommandLine;
using System.Text;
using LoanServicing.Funding;
using LoanServicing.Funding.Books;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Verbs;

/// <summary>
/// <c>export-journal</c>: writes the funders' journal for hledger, or as CSV. Reads only; runs beside a serving process too. The file is there whole or
/// not at all.
/// </summary>
internal static class ExportJournalVerb
{
    public static Command Create()
    {
        var format = new Option<string>("--format") { Required = true, Description = "hledger or csv" };
        format.AcceptOnlyFromAmong(JournalExport.Hledger, JournalExport.Csv);
        var output = new Option<FileInfo>("--out") { Required = true, Description = "the file to write; one of that name is replaced" };
        var from = new Option<string?>("--from") { Description = "the first booking date, yyyy-MM-dd" };
        var to = new Option<string?>("--to") { Description = "the last booking date, yyyy-MM-dd" };
        var command = new Command("export-journal", "Writes the journal as a file for hledger or as CSV.") { format, output, from, to };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancel) => RunAsync(
            arguments.GetRequiredValue(format),
            arguments.GetRequiredValue(output).FullName,
            (ReadDay("--from", arguments.GetValue(from)), ReadDay("--to", arguments.GetValue(to))),
            [.. arguments.UnmatchedTokens],
            cancel));
        return command;
    }

    internal static async Task<int> RunAsync(
        string format, string file, (LocalDate? From, LocalDate? To) days, string[] configuration, CancellationToken cancel)
    {
        if (days.From > days.To)
        {
            throw new StartupException("--from lies after --to.");
        }

        var builder = HostBuilding.CreateBuilder(configuration);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        await Databases.RequireCurrentAsync(options.Database, FundingService.Module.Schema, cancel);
        await WriteAsync(options.Database, format, file, days, cancel);
        Console.WriteLine($"The journal is in {file}.");
        return ExitCodes.Success;
    }

    internal static async Task WriteAsync(
        DatabaseSettings databases, string format, string file, (LocalDate? From, LocalDate? To) days, CancellationToken cancel)
    {
        var temporary = file + DurableFile.Temporary;
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await Databases.ReadAsync(
                    databases,
                    FundingService.Name,
                    async connection =>
                    {
                        stream.SetLength(0); // on SQL Server a look that was broken off is taken again
                        await using var writer = new StreamWriter(stream, new UTF8Encoding(format == JournalExport.Csv), leaveOpen: true);
                        await JournalExport.WriteAsync(connection, format, days.From, days.To, writer, cancel);
                        return 0;
                    },
                    cancel);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be written: {cause.Message}");
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private static LocalDate? ReadDay(string option, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true } day
            ? day.Value
            : throw new StartupException($"{option} {text} is no date; write it like 2026-11-22.");
    }
}
