using CsvHelper;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Takes a CSV apart into rows, each bounded, and refuses what is no sound row of text.</summary>
internal static class CsvRows
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int Longest = 64 * 1024;

    public static CsvReader Open(TextReader text, char separator) => CsvReader.Create(text, Options(separator), leaveOpen: true);

    /// <summary>Goes on to the next row; false when there is none.</summary>
    public static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancel)
    {
        try
        {
            if (!await csv.ReadAsync(cancel))
            {
                return false;
            }
        }
        catch (CsvFormatException cause)
        {
            throw Refusal.Row(
                new Place(Math.Max(1, cause.LineNumber)),
                $"cannot be taken apart: a quote in it is not closed or stands within a field, or it is longer than {Longest} bytes; save the file as CSV again",
                $"خوانده نمی‌شود: نقل‌قولی در آن بسته نشده یا میان خانه آمده، یا از {Longest} بایت بلندتر است؛ فایل را دوباره CSV ذخیره کنید");
        }

        RequireText(csv);
        return true;
    }

    public static IReadOnlyList<string> Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static CsvReaderOptions Options(char separator) => new()
    {
        Separator = separator,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = Longest,
        MalformedData = CsvMalformedDataHandling.Throw,
        HasHeader = false, // read as a row, so that it is bounded and checked as one
    };

    // Zero bytes, and U+FFFE and U+FFFF: the latter stands for bytes that the encoding does not know.
    private static void RequireText(CsvReader csv)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).AsSpan().ContainsAny('\0', '\uFFFE', StatementFormat.NoText))
            {
                throw Refusal.NotText(new Place(csv.LineNumber));
            }
        }
    }
}
