namespace LoanServicing.Funding.StatementFiles;

/// <summary>In which column of a CSV each field stands.</summary>
internal sealed class CsvColumns
{
    public const int Most = 200;

    private static readonly CsvField[] Money = [CsvField.Debit, CsvField.Credit, CsvField.Amount, CsvField.Balance];
    private static readonly string[] RialNames = ["ریال", "rials", "rial", "irr"];
    private static readonly string[] TomanNames = ["تومان", "tomans", "toman"];

    private readonly Dictionary<CsvField, int> _indexes = [];

    private CsvColumns(int count) => Count = count;

    /// <summary>How many fields each row has.</summary>
    public int Count { get; }

    public bool Has(CsvField field) => _indexes.ContainsKey(field);

    public int? IndexOf(CsvField field) => _indexes.TryGetValue(field, out var index) ? index : null;

    /// <summary>The separator that stands most often in the first line of a file, outside quotes.</summary>
    public static char Separator(string head)
    {
        var quoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        foreach (var c in head.TrimStart('\uFEFF', '\r', '\n'))
        {
            if (c is '\r' or '\n' && !quoted)
            {
                break;
            }

            quoted ^= c == '"';
            if (!quoted && counts.TryGetValue(c, out var count))
            {
                counts[c] = count + 1;
            }
        }

        return counts.MaxBy(pair => pair.Value).Key;
    }

    /// <exception cref="StatementRefusedException">A column that is needed is not there, or one that is read is there twice.</exception>
    public static CsvColumns Of(IReadOnlyList<string> header, CsvMap map)
    {
        var names = header.Select(BoundedText.Bare).ToList();
        var columns = new CsvColumns(header.Count);
        foreach (var (field, aliases) in map.Columns)
        {
            columns.Find(field, aliases, names, header, map);
        }

        columns.RequireEnough(header);
        return columns;
    }

    private void Find(CsvField field, IReadOnlyList<string> aliases, List<string> names, IReadOnlyList<string> header, CsvMap map)
    {
        string[] units = !Money.Contains(field) ? [] : map.Unit == 1 ? RialNames : TomanNames;
        foreach (var alias in aliases.Select(BoundedText.Bare))
        {
            var at = Enumerable.Range(0, names.Count).Where(i => names[i] == alias || units.Any(unit => names[i] == alias + unit)).Take(2).ToList();
            if (at.Count > 1)
            {
                throw Refusal.ColumnTwice(BoundedText.Cut(header[at[1]]));
            }

            if (at.Count == 1)
            {
                _indexes[field] = at[0];
                return;
            }
        }
    }

    private void RequireEnough(IReadOnlyList<string> header)
    {
        var found = header.Select(name => BoundedText.Cut(name)).Take(20);
        if (!Has(CsvField.BookingDate) && !Has(CsvField.ValueDate))
        {
            throw Refusal.ColumnMissing(nameof(CsvField.BookingDate), found);
        }

        if (Has(CsvField.Debit) != Has(CsvField.Credit) && !Has(CsvField.Amount))
        {
            throw Refusal.ColumnMissing(Has(CsvField.Debit) ? nameof(CsvField.Credit) : nameof(CsvField.Debit), found);
        }

        if (!Has(CsvField.Debit) && !Has(CsvField.Amount))
        {
            throw Refusal.ColumnMissing(nameof(CsvField.Amount), found);
        }
    }
}
