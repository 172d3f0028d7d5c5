using System.Data.Common;
using System.Globalization;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// Loans of 60 instalments, paid out over three years, a receipt for each instalment until the borrower stops: 5 of 6 never do.
/// </summary>
internal static class BenchmarkLoans
{
    private const int LoansPerUnit = 200;
    private const int Months = 60;

    public static LocalDate Today { get; } = SolarHijriDate.Create(1408, 7, 1).ToIso();

    /// <param name="withReceipts">No: the loans stand where their receipts have brought them, and the receipts are left out.</param>
    /// <returns>How many receipts there are.</returns>
    public static async Task<long> FillAsync(SqliteDatabase database, int loans, bool withReceipts)
    {
        var receipts = 0L;
        for (var first = 0; first < loans; first += LoansPerUnit)
        {
            var numbers = Enumerable.Range(first, Math.Min(LoansPerUnit, loans - first)).ToList();
            receipts += await database.WriteAsync(async unit =>
            {
                var written = 0L;
                foreach (var number in numbers)
                {
                    written += await AddAsync(unit, number, withReceipts);
                }

                return written;
            });
        }

        return receipts;
    }

    public static async Task ReadAloneAsync(DbConnection connection)
    {
        await foreach (var ignored in connection.QueryUnbufferedAsync<LoanRow>($"select {LoanStore.Columns} from loan order by serial"))
        {
            // Reading is all that is measured.
        }
    }

    private static async Task<long> AddAsync(UnitOfWork unit, int number, bool withReceipts)
    {
        var paidOut = Today.PlusDays(-1_080 + (number % 1_000));
        var firstDue = FirstDue.After(paidOut, 0, null);
        var terms = new LoanTerms(new Rials(1_440_000_000), Months, FeeMethod.CbiAnnual, 400, new Rials(10_000), firstDue.Date, firstDue.DueDay);
        var alavi = terms.Principal.MulDivHalfUp(25, 84);
        var loan = Loan.Open(new LoanLedger(RepaymentPlan.For(terms), paidOut), new FunderShares(alavi, terms.Principal - alavi));
        var stopsAt = number % 6 == 0 ? Today.PlusDays(-(number % 700)) : Today.PlusDays(1);
        var paid = loan.Ledger.Plan.Instalments.TakeWhile(row => row.DueDate < Today && row.DueDate < stopsAt).ToList();
        var id = Guid.CreateVersion7();
        foreach (var row in paid)
        {
            loan = loan.Receive(new LoanReceipt(row.DueDate, row.Total)).After;
            if (withReceipts)
            {
                await ReceiptStore.InsertAsync(unit, ReceiptOf(id, row));
            }
        }

        await LoanStore.InsertAsync(unit, RowOf(id, number, loan, firstDue.DueDay) with { Receipts = paid.Count });
        return paid.Count;
    }

    private static ReceiptRow ReceiptOf(Guid loanId, Instalment row) => new()
    {
        LoanId = loanId,
        Arrival = row.Number,
        ReceiptId = Guid.CreateVersion7(),
        Channel = "branch",
        BankReference = Guid.CreateVersion7().ToString("N"),
        Amount = row.Total,
        ValueDate = row.DueDate,
        BusinessDate = row.DueDate,
        ReceivedBy = "cashier-1",
    };

    private static LoanRow RowOf(Guid id, int number, Loan loan, int dueDay) => new LoanRow
    {
        Serial = 1_000_001 + number,
        Id = id,
        Version = 1,
        FactSequence = 1,
        ApplicationId = id,
        OrderId = id,
        ContractNumber = string.Create(CultureInfo.InvariantCulture, $"K-{number}"),
        NationalId = "0499370899",
        FullName = "زهرا کرمانی",
        County = string.Create(CultureInfo.InvariantCulture, $"County {number % 23}"),
        Tranche = "employment",
        DepositId = string.Create(CultureInfo.InvariantCulture, $"{number}"),
        Principal = loan.Ledger.Principal,
        Installments = loan.Ledger.Plan.Terms.Installments,
        FeeMethod = loan.Ledger.Plan.Terms.FeeMethod.ToString(),
        FeeRateBasisPoints = loan.Ledger.Plan.Terms.FeeRateBasisPoints,
        RoundingUnit = loan.Ledger.Plan.Terms.RoundingUnit,
        DueDay = dueDay,
        AllocationOrder = loan.Ledger.Order.ToString(),
        FirstDue = loan.Ledger.Plan.Terms.FirstDue,
        PaidOutOn = loan.Ledger.PaidOutOn,
        PayoutReference = "PAYA-1",
        AlaviShare = loan.Shares.Alavi,
        SinaShare = loan.Shares.Sina,
    }.With(loan);
}
