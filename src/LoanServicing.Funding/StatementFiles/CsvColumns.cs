using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>In which column of a CSV each field stands.</summary>
internal sealed class CsvColumns
{
    public const int Most = 200;

    private const int MostNames = 20;

    private static readonly CsvField[] Money = [CsvField.Debit, CsvField.Credit, CsvField.Amount, CsvField.Balance];
    private static readonly string[] RialNames = ["ریال", "rials", "rial", "irr"];
    private static readonly string[] TomanNames = ["تومان", "tomans", "toman"];

    private readonly Dictionary<CsvField, int> _indexes = [];

    private CsvColumns(IReadOnlyList<string> row)
    {
        Count = row.Count;
        Names = [.. row.Take(MostNames).Select(BoundedText.Cut)];
        IsEmpty = row.All(string.IsNullOrWhiteSpace);
    }

    /// <summary>How many fields each row has.</summary>
    public int Count { get; }

    /// <summary>What the first columns are called, for a message.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsEmpty { get; }

    /// <summary>How many fields have a column.</summary>
    public int Known => _indexes.Count;

    /// <summary>A header that is read and is there twice.</summary>
    public string? Twice { get; private set; }

    /// <summary>A field without which this is no header; null when it is one.</summary>
    public CsvField? Missing
    {
        get
        {
            if (!Has(CsvField.BookingDate) && !Has(CsvField.ValueDate))
            {
                return CsvField.BookingDate;
            }

            return HasSides || Has(CsvField.Amount) ? null : (Has(CsvField.Debit), Has(CsvField.Credit)) switch
            {
                (true, _) => CsvField.Credit,
                (_, true) => CsvField.Debit,
                _ => CsvField.Amount,
            };
        }
    }

    /// <summary>Whether debits stand in one column and credits in another.</summary>
    public bool HasSides => Has(CsvField.Debit) && Has(CsvField.Credit);

    /// <summary>Whether nothing but a sign tells an amount's direction.</summary>
    public bool NeedSigns => !HasSides && !Has(CsvField.Direction);

    public bool Has(CsvField field) => _indexes.ContainsKey(field);

    public int? IndexOf(CsvField field) => _indexes.TryGetValue(field, out var index) ? index : null;

    /// <summary>Reads a row as a header, which it may turn out not to be.</summary>
    public static CsvColumns Of(IReadOnlyList<string> row, CsvMap map)
    {
        var names = row.Select(BareText.Of).ToList();
        var columns = new CsvColumns(row);
        foreach (var (field, aliases) in map.Columns)
        {
            columns.Find(field, aliases, names, row, map);
        }

        return columns;
    }

    private void Find(CsvField field, IReadOnlyList<string> aliases, List<string> names, IReadOnlyList<string> header, CsvMap map)
    {
        string[] units = !Money.Contains(field) ? [] : map.Unit == 1 ? RialNames : TomanNames;
        foreach (var alias in aliases.Select(BareText.Of))
        {
            var at = Enumerable.Range(0, names.Count).Where(i => names[i] == alias || units.Any(unit => names[i] == alias + unit)).Take(2).ToList();
            if (at.Count > 0)
            {
                Twice ??= at.Count > 1 ? BoundedText.Cut(header[at[1]]) : null;
                _indexes[field] = at[0];
                return;
            }
        }
    }
}
