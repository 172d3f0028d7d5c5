using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>What a column of a list tells. Whatever else a list has (names, posts, departments) is not read.</summary>
internal enum SalaryField
{
    DepositId,
    LoanId,
    ContractNumber,
    NationalId,
    Amount,
}

/// <summary>In which column of a list each field stands; headers are compared by letters and digits alone.</summary>
internal sealed class SalaryColumns
{
    private static readonly Dictionary<SalaryField, string[]> Headers = new()
    {
        [SalaryField.DepositId] = ["شناسه واریز", "شناسه پرداخت", "deposit id"],
        [SalaryField.LoanId] = ["شناسه تسهیلات", "loan id"],
        [SalaryField.ContractNumber] = ["شماره قرارداد", "شماره تسهیلات", "contract number"],
        [SalaryField.NationalId] = ["کد ملی", "شماره ملی", "national id"],
        [SalaryField.Amount] =
        [
            "مبلغ", "مبلغ ریال", "مبلغ به ریال", "مبلغ کسر شده", "مبلغ کسر از حقوق", "کسر از حقوق", "مبلغ قسط", "مبلغ قسط ریال",
            "amount", "amount rials", "amount irr", "deduction",
        ],
    };

    private readonly Dictionary<SalaryField, int> _places = [];

    private SalaryColumns()
    {
    }

    /// <summary>A header that is read and is there twice.</summary>
    public string? Twice { get; private init; }

    public bool Has(SalaryField field) => _places.ContainsKey(field);

    /// <summary>Whether the row names an amount and something that a loan is known by.</summary>
    public bool IsHeader => Has(SalaryField.Amount) && (Has(SalaryField.DepositId) || Has(SalaryField.LoanId) || Has(SalaryField.ContractNumber));

    /// <summary>What stands in the field; null when nothing does.</summary>
    public string? Text(IReadOnlyList<string> row, SalaryField field) =>
        _places.TryGetValue(field, out var place) && place < row.Count && !string.IsNullOrWhiteSpace(row[place]) ? row[place].Trim() : null;

    /// <summary>Reads a row as a header, which it may turn out not to be.</summary>
    public static SalaryColumns Of(IReadOnlyList<string> row)
    {
        var names = row.Select(BareText.Of).ToList();
        var found = (from field in Headers
                     let known = field.Value.Select(BareText.Of).ToHashSet()
                     from place in Enumerable.Range(0, names.Count)
                     where known.Contains(names[place])
                     select (Field: field.Key, Place: place)).ToLookup(one => one.Field, one => one.Place);
        var twice = found.FirstOrDefault(places => places.Count() > 1);
        var columns = new SalaryColumns { Twice = twice is null ? null : row[twice.ElementAt(1)] };
        foreach (var places in found)
        {
            columns._places[places.Key] = places.First();
        }

        return columns;
    }
}
