using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>A row of a list as the employer wrote it.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Amount">As written; null when nothing stands there.</param>
internal sealed record WrittenRow(int Line, string? DepositId, string? LoanId, string? ContractNumber, string? NationalId, string? Amount)
{
    public bool IsEmpty => DepositId is null && LoanId is null && ContractNumber is null && NationalId is null && Amount is null;
}

/// <summary>
/// A list as it was sent: CSV in UTF-8, or UTF-16 with its mark, as Excel saves it. Separated by commas, semicolons or tabs; rows above the header (a title, the
/// month) are passed over. It is small enough to be held as a whole.
/// </summary>
/// <param name="ContentHash">SHA-256 of the bytes, lower-case hexadecimal.</param>
internal sealed record SalaryListFile(string ContentHash, IReadOnlyList<WrittenRow> Rows)
{
    /// <summary>In bytes.</summary>
    public const int Largest = 4 << 20;

    /// <summary>All of them are stored in one unit of work, so that a list is known as a whole or not at all.</summary>
    public const int MostRows = 20_000;

    private const int MostRowsAbove = 20;
    private const int LongestRow = 64 * 1024;

    private static readonly char[] Separators = [',', ';', '\t'];

    public static (SalaryListFile? File, ApiProblem? Problem) Read(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            return (null, ListProblems.Empty);
        }

        if (content.Span.StartsWith("PK\u0003\u0004"u8) || content.Span.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return (null, ListProblems.Workbook);
        }

        if (TextOf(content) is not { } text)
        {
            return (null, ListProblems.NotText);
        }

        try
        {
            var (rows, problem) = RowsOf(text);
            return rows is null ? (null, problem) : (new SalaryListFile(Convert.ToHexStringLower(SHA256.HashData(content.Span)), rows), null);
        }
        catch (CsvFormatException cause)
        {
            return (null, ListProblems.NotRows(Math.Max(1, cause.LineNumber)));
        }
    }

    /// <summary>Null where the bytes are no text.</summary>
    private static string? TextOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var reader = new StreamReader(
                new MemoryStream(content.ToArray()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            return text.AsSpan().ContainsAny('\0', '\uFFFD', '\uFFFF') ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null; // its caller says what to do about it
        }
    }

    /// <exception cref="CsvFormatException">The rows cannot be taken apart by any separator, or not those below the header.</exception>
    private static (IReadOnlyList<WrittenRow>? Rows, ApiProblem? Problem) RowsOf(string text)
    {
        var first = "";
        CsvFormatException? failure = null;
        foreach (var separator in Separators)
        {
            using var csv = CsvReader.FromText(text, Options(separator));
            if (HeaderOf(csv, ref first, ref failure) is { } columns)
            {
                return columns.Twice is { } twice ? (null, ListProblems.ColumnTwice(twice)) : RowsBelow(csv, columns);
            }
        }

        return failure is null ? (null, ListProblems.NoHeader(first)) : throw failure;
    }

    /// <summary>Reads on to the header; null where none of the first rows is one, or a row cannot be taken apart by this separator.</summary>
    private static SalaryColumns? HeaderOf(CsvReader csv, ref string first, ref CsvFormatException? failure)
    {
        try
        {
            for (var above = 0; above <= MostRowsAbove && csv.Read(); above++)
            {
                var row = Fields(csv);
                first = first.Length > 0 ? first : string.Join(" ", row);
                if (SalaryColumns.Of(row) is { IsHeader: true } columns)
                {
                    return columns;
                }
            }
        }
        catch (CsvFormatException cause)
        {
            failure ??= cause; // what is between quotes for one separator is a quote within a field for another
        }

        return null;
    }

    private static (IReadOnlyList<WrittenRow>? Rows, ApiProblem? Problem) RowsBelow(CsvReader csv, SalaryColumns columns)
    {
        var rows = new List<WrittenRow>();
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            var row = Fields(csv);
            string? Text(SalaryField field) => columns.Text(row, field);
            var written = new WrittenRow(
                line, Text(SalaryField.DepositId), Text(SalaryField.LoanId), Text(SalaryField.ContractNumber), Text(SalaryField.NationalId), Text(SalaryField.Amount));
            if (written.IsEmpty)
            {
                continue; // Excel leaves rows of separators below what was deleted
            }

            rows.Add(written);
            if (rows.Count > MostRows)
            {
                return (null, ListProblems.TooManyRows(MostRows));
            }
        }

        return rows.Count > 0 ? (rows, null) : (null, ListProblems.NoRows);
    }

    private static IReadOnlyList<string> Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static CsvReaderOptions Options(char separator) => new()
    {
        Separator = separator,
        HasHeader = false, // found among the first rows
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRow,
        MalformedData = CsvMalformedDataHandling.Throw,
    };
}
