using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Compares a row of totals with the rows above it, in those of its fields that have something.</summary>
internal static class CsvTotals
{
    /// <param name="closing">The balance after the newest row; null where no balance is told.</param>
    /// <exception cref="StatementRefusedException">A total is not that of the rows.</exception>
    public static void Check(CsvRow row, Movements movements, Rials? closing)
    {
        Require(row, CsvField.Debit, [movements.DebitSum]);
        Require(row, CsvField.Credit, [movements.CreditSum]);
        Require(row, CsvField.Amount, [movements.Net, movements.CreditSum + movements.DebitSum]); // banks add amounts up with their signs or without
        if (closing is { } balance)
        {
            Require(row, CsvField.Balance, [balance]);
        }
    }

    private static void Require(CsvRow row, CsvField field, IReadOnlyList<Rials> found)
    {
        if (row.Money(field) is { } told && !found.Contains(told))
        {
            throw Refusal.Totals(
                row.Place,
                $"the total of {field} is {told} and the rows come to {string.Join(" or ", found)}",
                $"جمع {field} در فایل {told} و جمع ردیف‌ها {string.Join(" یا ", found)} است");
        }
    }
}
