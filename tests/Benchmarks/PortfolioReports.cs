using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment;
using LoanServicing.Repayment.Portfolio;
using LoanServicing.Repayment.Store;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Benchmarks;

/// <summary>
/// The portfolio of many loans of 60 instalments, paid out over three years, a receipt for each instalment until the borrower stops: 5 of 6 never do. The
/// report of today, of a day half a year ago, and one page of doubtful loans, each as a ratio to reading the rows of all loans alone.
/// </summary>
internal static class PortfolioReports
{
    private const int LoansPerUnit = 200;
    private const int Months = 60;

    private static readonly LocalDate Today = SolarHijriDate.Create(1408, 7, 1).ToIso();

    public static async Task RunAsync(int loans)
    {
        var folder = Directory.CreateTempSubdirectory("loanservicing-benchmark-").FullName;
        try
        {
            await RunAsync(folder, loans);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int loans)
    {
        var handlers = new HandlerMap(RepaymentService.Name);
        using var signal = new CommitSignal();
        using var database = SqliteDatabase.Open(folder, RepaymentService.Module.Schema, SystemClock.Instance, new FactWriter(handlers, _ => [], signal));
        var receipts = await FillAsync(database, loans);
        var settings = new ConfigurationBuilder().Build();
        var programme = Programmes.Load(settings);
        var reader = new PortfolioReader(new LoanCalendar(Holidays.Load(settings, programme), programme), ProvisionTables.Load(settings));
        var (today, past) = (Filter(Today, null), Filter(Today.PlusDays(-180), null));

        var alone = await TimeAsync(database, "rows of all loans alone", null, ReadAloneAsync);
        var summed = 0;
        await TimeAsync(database, "the report of today", alone, async connection => summed = (await reader.SumAsync(connection, today, CancellationToken.None)).Whole.Loans);
        await TimeAsync(database, "the report of half a year ago", alone, connection => reader.SumAsync(connection, past, CancellationToken.None));
        await TimeAsync(
            database, "50 doubtful loans of today", alone, connection => reader.PageAsync(connection, Filter(Today, LoanClass.Doubtful), 0, 50, CancellationToken.None));
        if (summed != loans)
        {
            throw new InvalidOperationException($"{summed} of {loans} loans are in the report.");
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {loans} loans, {receipts} receipts, SQLite; peak working set {process.PeakWorkingSet64 / (1 << 20)} MiB"));
    }

    private static PortfolioFilter Filter(LocalDate asOf, LoanClass? loanClass) => new(asOf, [], null, loanClass);

    private static async Task ReadAloneAsync(DbConnection connection)
    {
        await foreach (var ignored in connection.QueryUnbufferedAsync<LoanRow>($"select {LoanStore.Columns} from loan order by serial"))
        {
            // Reading is all that is measured.
        }
    }

    /// <returns>How long it took.</returns>
    private static async Task<TimeSpan> TimeAsync(SqliteDatabase database, string name, TimeSpan? alone, Func<DbConnection, Task> step)
    {
        var started = Stopwatch.GetTimestamp();
        await database.ReadAsync(async connection =>
        {
            await step(connection);
            return 0;
        });
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-30} {took.TotalSeconds,8:0.00} s   {took / (alone ?? took),6:0.0} times reading"));
        return took;
    }

    /// <returns>How many receipts there are.</returns>
    private static async Task<long> FillAsync(SqliteDatabase database, int loans)
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
                    written += await AddAsync(unit, number);
                }

                return written;
            });
        }

        return receipts;
    }

    private static async Task<long> AddAsync(UnitOfWork unit, int number)
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
            await ReceiptStore.InsertAsync(unit, ReceiptOf(id, row));
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
