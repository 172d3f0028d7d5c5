using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;
using LoanServicing.Intake.Endpoints;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.Clients;

/// <summary>
/// Reads a CSV file of applications (UTF-8, a header line with the names of contract.md). A file that is not sound as a whole is refused with
/// the line that shows it: after a quote or a comma too many, what stands in which column is a guess.
/// </summary>
internal static class ApplicationFile
{
    /// <summary>The column in which an import tells why it refused a row; a mended file still has it, and it is no part of the application.</summary>
    public const string Reasons = "reasons";

    private static readonly string[] RequiredColumns = ["externalRef", "nationalId", "tranche", "amountRials", "installments"];

    /// <summary>The fields of POST /applications.</summary>
    private static readonly string[] Fields =
        [.. typeof(ApplicationRequest).GetProperties().Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name))];

    /// <returns>At least one row.</returns>
    /// <exception cref="StartupException">The file is missing or has no rows, or is not a file of applications; nothing of it has been used.</exception>
    public static IReadOnlyList<ApplicationRow> Read(string file)
    {
        var content = ReadBytes(file);
        RequireUtf8(file, content);
        var malformed = new List<CsvMalformedRecord>();
        using var csv = CsvReader.Create(content, new CsvReaderOptions
        {
            Separator = ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = malformed.Add,
        });
        string[] header = [.. csv.Headers];
        RequireSoundQuotes(file, malformed); // before anything else: a quote that is never closed swallows the fields after it
        RequireColumns(file, header);
        var rows = ReadRows(file, csv, header, malformed);
        return rows.Count > 0 ? rows : throw new StartupException($"{file} has no rows; nothing was submitted.");
    }

    private static List<ApplicationRow> ReadRows(string file, CsvReader csv, string[] header, List<CsvMalformedRecord> malformed)
    {
        var rows = new List<ApplicationRow>();
        while (csv.Read())
        {
            RequireSoundQuotes(file, malformed);
            if (csv.FieldCount != header.Length)
            {
                throw Refused(
                    $"{file}, line {csv.LineNumber}: the row has {csv.FieldCount} fields and the header {header.Length}; give it one for each column, with quotes around a field that has a comma in it");
            }

            var fields = header.Select((name, index) => (name, Text: csv.GetString(index)))
                .Where(field => field.name != Reasons)
                .ToDictionary(field => field.name, field => field.Text);
            rows.Add(new ApplicationRow((int)csv.LineNumber, fields));
        }

        return rows;
    }

    private static byte[] ReadBytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartupException($"There is no file {file}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException(Directory.Exists(file)
                ? $"{file} is a folder; name a file of applications in it."
                : $"The account {Environment.UserName} may not read {file}; give it that right.");
        }
    }

    private static void RequireUtf8(string file, byte[] content)
    {
        var line = 0;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            line++;
            if (!Utf8.IsValid(content.AsSpan(range)))
            {
                throw Refused($"{file}, line {line}: the text is not in UTF-8; save the file as CSV in UTF-8");
            }
        }
    }

    private static void RequireColumns(string file, string[] header)
    {
        if (header.All(string.IsNullOrEmpty))
        {
            throw Refused($"{file} is empty; its first line must name the columns, and each line after it be an application");
        }

        var missing = RequiredColumns.Except(header).ToList();
        if (missing.Count > 0)
        {
            throw Refused($"{file}, line 1: there is no column {string.Join(", ", missing)}; the first line must name the columns, with commas between them");
        }

        var unknown = header.Except([.. Fields, Reasons]).Select(name => $"'{name}'").ToList();
        if (unknown.Count > 0)
        {
            var free = string.Join(", ", Fields.Except(header));
            throw Refused($"{file}, line 1: an application has no field {string.Join(", ", unknown)}; leave that column out" + (free.Length > 0 ? $", or name it as one of {free}" : ""));
        }

        if (header.CountBy(name => name).FirstOrDefault(name => name.Value > 1).Key is { } twice)
        {
            throw Refused($"{file}, line 1: the column '{twice}' is named twice; leave one of the two out");
        }
    }

    private static void RequireSoundQuotes(string file, List<CsvMalformedRecord> malformed)
    {
        if (malformed.Count == 0)
        {
            return;
        }

        throw Refused($"{file}, line {malformed[0].LineNumber}: " + (malformed[0].Reason == CsvMalformedReason.UnterminatedQuote
            ? "a quote that opens in this row is never closed; close it"
            : "a quote stands within a field; put quotes around the whole field and write the one inside twice"));
    }

    private static StartupException Refused(string fault) => new($"{fault}; nothing of the file was used.");
}
