using CsvHelper;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Finds the header of a CSV: the first row that has the needed columns. What stands above it (bank, account, period) is passed over.</summary>
internal static class CsvHeader
{
    /// <summary>Rows above the header, empty ones not counted.</summary>
    public const int MostRowsBefore = 20;

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>The separator by which one of the first rows is a header; else the one by which most of its columns are known.</summary>
    /// <param name="head">The beginning of the file.</param>
    public static async Task<char> SeparatorAsync(string head, CsvMap map, CancellationToken cancel)
    {
        var best = (Separator: Separators[0], Known: 0);
        foreach (var separator in Separators)
        {
            var columns = await InHeadAsync(head, separator, map, cancel);
            if (columns is { Missing: null })
            {
                return separator;
            }

            best = columns?.Known > best.Known ? (separator, columns.Known) : best;
        }

        return best.Separator;
    }

    /// <summary>Reads on to the header and past it.</summary>
    /// <exception cref="StatementRefusedException">None of the first rows is one, or a column that is read is there twice.</exception>
    public static async Task<CsvColumns> FindAsync(CsvReader csv, CsvMap map, CancellationToken cancel)
    {
        var nearest = await NearestAsync(csv, map, cancel) ?? throw Refusal.Empty();
        return nearest switch
        {
            { Missing: { } missing } => throw Refusal.ColumnMissing(missing.ToString(), nearest.Names),
            { Twice: { } twice } => throw Refusal.ColumnTwice(twice),
            _ => nearest,
        };
    }

    // The first row that is a header, else the one that comes nearest to it; null when there are no rows.
    private static async Task<CsvColumns?> NearestAsync(CsvReader csv, CsvMap map, CancellationToken cancel)
    {
        CsvColumns? nearest = null;
        for (var before = 0; before <= MostRowsBefore && await CsvRows.NextAsync(csv, cancel);)
        {
            if (csv.FieldCount > CsvColumns.Most)
            {
                throw Refusal.TooManyColumns(CsvColumns.Most);
            }

            var columns = CsvColumns.Of(CsvRows.Fields(csv), map);
            if (columns.Missing is null)
            {
                return columns;
            }

            before += columns.IsEmpty ? 0 : 1;
            nearest = nearest is null || columns.Known > nearest.Known ? columns : nearest;
        }

        return nearest;
    }

    private static async Task<CsvColumns?> InHeadAsync(string head, char separator, CsvMap map, CancellationToken cancel)
    {
        using var text = new StringReader(head.TrimStart('\uFEFF'));
        using var csv = CsvRows.Open(text, separator);
        try
        {
            return await NearestAsync(csv, map, cancel);
        }
        catch (StatementRefusedException)
        {
            return null; // the file is refused for it when it is read with the separator that is taken; here it may only be cut
        }
    }
}
