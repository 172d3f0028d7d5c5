using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.BankPayments;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>
/// Finds the loans of a list, some hundred rows at a time, and looks at every row. Loans are not deleted and keep their deposit ids, so what is found here still
/// holds when the rows are posted; how a loan stands is read again then.
/// </summary>
internal static class SalaryListCheck
{
    /// <summary>Names of one statement: as many as SQL Server takes in a list of parameters with room to spare.</summary>
    private const int AtOnce = 200;

    private const string ByDepositId = $"select {LoanStore.Columns} from loan where loan.deposit_id in @names";
    private const string ById = $"select {LoanStore.Columns} from loan where loan.id in @names";
    private const string ByContract = $"select {LoanStore.Columns} from loan where loan.contract_number in @names";

    private const int LongestToldFor = 100;

    /// <param name="ceiling">The largest receipt.</param>
    public static async Task<IReadOnlyList<SalaryRow>> RunAsync(DbConnection connection, IReadOnlyList<WrittenRow> written, LocalDate? valueDate, Rials ceiling)
    {
        var rows = new List<SalaryRow>(written.Count);
        var seen = new HashSet<Guid>();
        foreach (var some in written.Chunk(AtOnce))
        {
            var loans = await LoansAsync(connection, some);
            foreach (var row in some)
            {
                var (loan, amount, problem) = Look(row, loans, valueDate, ceiling);
                rows.Add(new SalaryRow(row.Line, rows.Count + 1, ToldFor(row), amount, loan, loan is not null && !seen.Add(loan.Id), problem));
            }
        }

        return rows;
    }

    private static (LoanRow? Loan, Rials Amount, RowProblem? Problem) Look(WrittenRow row, Found loans, LocalDate? valueDate, Rials ceiling)
    {
        if (row.Amount is null || AmountText.ReadGrouped(row.Amount, unit: 1, out var amount) != AmountFault.None || !amount.IsPositive)
        {
            return (null, Rials.Zero, RowProblem.Amount(LineReference.Cut(row.Amount ?? "", LongestToldFor)));
        }

        var (loan, problem) = LoanOf(row, loans);
        if (amount > ceiling)
        {
            problem = new RowProblem(PostReceipt.AboveCeiling, ReceiptEndpoint.AboveCeiling(ceiling));
        }
        else if (loan is not null && valueDate < loan.PaidOutOn)
        {
            problem = new RowProblem(PostReceipt.BeforePayingOut, new(
                $"The loan was paid out later, on {loan.PaidOutOn:uuuu-MM-dd}.", "تاریخ ارزش پیش از پرداخت تسهیلات است."));
        }

        return (problem is null ? loan : null, amount, problem);
    }

    /// <summary>By each name that the row has; they must mean one loan.</summary>
    private static (LoanRow? Loan, RowProblem? Problem) LoanOf(WrittenRow row, Found found)
    {
        var toldFor = ToldFor(row);
        List<IEnumerable<LoanRow>> named = [];
        if (row.DepositId is not null)
        {
            named.Add(DepositId.TryParse(row.DepositId, out var id) ? found.ByDepositId[id.Digits] : []);
        }

        if (row.LoanId is not null)
        {
            named.Add(Guid.TryParse(row.LoanId, out var id) ? found.ById[id] : []);
        }

        if (row.ContractNumber is not null)
        {
            named.Add(found.ByContract[row.ContractNumber]);
        }

        if (named.Count == 0)
        {
            return (null, RowProblem.NoLoan);
        }

        if (named.Exists(loans => !loans.Any()))
        {
            return (null, RowProblem.NoSuchLoan(toldFor));
        }

        var meant = named[0].Where(loan => named.TrueForAll(others => others.Any(other => other.Id == loan.Id))).ToList();
        var ofPerson = meant.Where(loan => IsOf(loan, row.NationalId)).ToList();
        return (meant.Count, ofPerson.Count) switch
        {
            ( > 0, 0) => (null, RowProblem.AnotherPerson(toldFor)),
            (_, 1) => (ofPerson[0], null),
            _ => (null, RowProblem.SeveralLoans(toldFor)),
        };
    }

    /// <summary>Where the row tells a national id, it must be the borrower's; Excel takes the zeros at its beginning away.</summary>
    private static bool IsOf(LoanRow loan, string? nationalId) => nationalId is null || loan.NationalId == ToldPayment.DigitsOf(nationalId).PadLeft(loan.NationalId.Length, '0');

    private static string ToldFor(WrittenRow row) => LineReference.Cut(
        row.DepositId is { } depositId ? ToldPayment.DigitsOf(depositId) : row.LoanId ?? row.ContractNumber ?? "", LongestToldFor);

    private static async Task<Found> LoansAsync(DbConnection connection, IReadOnlyList<WrittenRow> rows)
    {
        var depositIds = rows.Select(row => DepositId.TryParse(row.DepositId, out var id) ? id.Digits : null).OfType<string>().Distinct().ToList();
        var ids = rows.Select(row => Guid.TryParse(row.LoanId, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct().ToList();
        var contracts = rows.Select(row => row.ContractNumber).OfType<string>().Distinct().ToList();
        return new Found(
            (await NamedAsync(ByDepositId, depositIds)).ToLookup(loan => loan.DepositId),
            (await NamedAsync(ById, ids.ToSqlList())).ToLookup(loan => loan.Id),
            (await NamedAsync(ByContract, contracts)).ToLookup(loan => loan.ContractNumber));

        async Task<IEnumerable<LoanRow>> NamedAsync<T>(string sql, IReadOnlyList<T> names) => names.Count == 0 ? [] : await connection.QueryAsync<LoanRow>(sql, new { names });
    }

    private sealed record Found(ILookup<string, LoanRow> ByDepositId, ILookup<Guid, LoanRow> ById, ILookup<string, LoanRow> ByContract);
}
