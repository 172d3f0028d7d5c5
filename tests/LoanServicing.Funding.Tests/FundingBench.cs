using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Tests;

/// <summary>The funding service on a real file, with its inbox and outbox and without a transport.</summary>
internal sealed class FundingBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("funding-").FullName;
    private readonly DatabaseUnderTest _kind = DatabaseUnderTest.Current;
    private readonly CommitSignal _signal = new();
    private readonly FactReceiver _receiver;
    private int _references;

    private FundingBench()
    {
        var handlers = new HandlerMap(FundingService.Name);
        FundingService.Module.MapHandlers(handlers, new ServiceCollection().BuildServiceProvider());
        Database = _kind.Open(
            _folder, FundingService.Module.Schema, SystemClock.Instance, new FactWriter(handlers, _ => ["probe"], _signal));
        _receiver = new FactReceiver(Database, handlers);
    }

    public IDatabase Database { get; }

    /// <summary>A pool with so much to lend per tranche, and so much deposited by the funders together in the agreed ratio.</summary>
    /// <param name="lossOrder">The funder that bears the losses of both first; null: each bears its own.</param>
    public static async Task<FundingBench> OpenAsync(long allocation = 84_000_000, long deposited = 252_000_000, string? lossOrder = null)
    {
        var bench = new FundingBench();
        await bench.LoadAsync(Programme(allocation) with { LossOrder = lossOrder is null ? null : [lossOrder] });
        if (deposited > 0)
        {
            await bench.DepositAsync(deposited);
        }

        return bench;
    }

    /// <summary>As the service does at its start.</summary>
    public Task<IReadOnlyList<string>> LoadAsync(Programme programme) => Database.WriteAsync(unit => ProgrammeStore.LoadAsync(unit, programme));

    public static Programme Programme(long allocation) => Programmes.Load(new ConfigurationBuilder().Build()) with
    {
        Pool = new Rials(3 * allocation),
        Allocations = [.. Tranches.All.Select(tranche => new TrancheAllocation(tranche, new Rials(allocation)))],
    };

    public Task SendAsync(IFact fact) => _receiver.ReceiveAsync(fact, CancellationToken.None);

    public async Task SendAsync(params IEnumerable<IFact> facts)
    {
        foreach (var fact in facts)
        {
            await SendAsync(fact);
        }
    }

    public async Task DepositAsync(long total)
    {
        var shares = Facts.Exact(total);
        await DepositAsync(Funders.Alavi, shares.Alavi);
        await DepositAsync(Funders.Sina, shares.Sina);
    }

    /// <summary>A deposit that has been asked for and is now approved by a second person.</summary>
    public Task DepositAsync(string funder, Rials amount) => Database.WriteAsync(async unit =>
    {
        var id = Guid.CreateVersion7();
        var request = await AskedAsync(unit, Contributions.CheckName, id, amount);
        await ContributionStore.AddAsync(unit, new ContributionRow
        {
            ContributionId = id,
            Funder = funder,
            Amount = amount,
            Channel = "contribution",
            BankReference = $"DEP-{Interlocked.Increment(ref _references)}",
            ValueDate = Facts.Today,
            Status = RecordStatus.Waiting,
            RequestId = request.RequestId,
            Maker = request.Maker,
            AskedAt = unit.Now,
        });
        await Contributions.Kind.CarryOut(new CheckContext(request, new Caller("finance-2", [Roles.Finance], []), unit, Facts.Today));
    });

    /// <summary>Money taken out of the account, asked for and approved.</summary>
    public Task<Guid> WithdrawAsync(string kind, string owner, long amount) => WithdrawAsync(Withdrawals.Kinds[0], kind, owner, amount);

    /// <summary>Money given to a charity, asked for and approved.</summary>
    public Task<Guid> GiveAsync(string beneficiary, long amount) =>
        WithdrawAsync(Withdrawals.Kinds[0], EntryKinds.CharityPayment, Funders.Servicer, amount, beneficiary: beneficiary);

    /// <summary>Credit of a loan paid back to its borrower, asked for and approved.</summary>
    public Task<Guid> RefundAsync(Guid loan, long amount) => WithdrawAsync(Refunds.Kind, EntryKinds.CreditRefund, Funders.Servicer, amount, loan);

    private async Task<Guid> WithdrawAsync(CheckKind check, string kind, string owner, long amount, Guid? loan = null, string? beneficiary = null)
    {
        var row = new WithdrawalRow
        {
            WithdrawalId = Guid.CreateVersion7(),
            Kind = kind,
            Owner = owner,
            Amount = new Rials(amount),
            BankReference = $"OUT-{Interlocked.Increment(ref _references)}",
            ValueDate = Facts.Today,
            Reason = "letter 12",
            Status = RecordStatus.Waiting,
            Maker = "finance-1",
            LoanId = loan,
            Beneficiary = beneficiary,
        };
        await Database.WriteAsync(async unit => await WithdrawalStore.AddAsync(unit, row with
        {
            AskedAt = unit.Now, RequestId = (await AskedAsync(unit, kind, row.WithdrawalId, row.Amount)).RequestId,
        }));
        await ApproveAsync(check, row.WithdrawalId);
        return row.WithdrawalId;
    }

    /// <summary>Allocation moved, asked for and approved.</summary>
    public async Task<Guid> ReallocateAsync(string from, string to, long amount)
    {
        var row = new ReallocationRow
        {
            ReallocationId = Guid.CreateVersion7(),
            FromTranche = from,
            ToTranche = to,
            Amount = new Rials(amount),
            EffectiveDate = Facts.Today,
            Reason = "decision 7",
            Status = RecordStatus.Waiting,
            Maker = "finance-1",
        };
        await Database.WriteAsync(async unit => await ReallocationStore.AddAsync(unit, row with
        {
            AskedAt = unit.Now, RequestId = (await AskedAsync(unit, Reallocations.CheckName, row.ReallocationId, row.Amount)).RequestId,
        }));
        await ApproveAsync(Reallocations.Kind, row.ReallocationId);
        return row.ReallocationId;
    }

    /// <summary>A debit of the statement that is missing in the books, left out by two people.</summary>
    public Task ExcludeAsync(Guid breakId, long amount) => ResolveAsync(breakId, BreakKinds.MissingInBooks, ResolutionRow.Exclude, amount);

    /// <summary>A movement of the books that the bank does not show, taken out of them by two people.</summary>
    public Task ReverseAsync(Guid entryId, long amount) => ResolveAsync(entryId, BreakKinds.MissingInBank, ResolutionRow.Reverse, amount);

    /// <summary>Money in suspense that two people say is a receipt of the loan.</summary>
    public Task AssignAsync(Guid suspenseId, Guid loan, long amount) => ResolveAsync(suspenseId, BreakKinds.UnknownPayer, ResolutionRow.Assign, amount, loan);

    private Task ResolveAsync(Guid breakId, string kind, string action, long amount, Guid? loan = null) => Database.WriteAsync(async unit =>
    {
        var asked = new ResolutionAsked(breakId, kind, action, new Rials(amount), "letter 9", loan, null, [], [], []);
        var maker = new Caller("finance-1", [Roles.Finance], []);
        var requestId = await CheckRequests.AskAsync(
            unit, BreakResolutions.CheckName, new CheckSubject(breakId.ToString("D")), asked, asked.Reason, maker, Facts.Today);
        var request = new CheckRequest { RequestId = requestId, SubjectId = breakId.ToString("D"), Maker = maker.Subject, Payload = FactJson.Write(asked) };
        await ResolutionStore.AddAsync(unit, new ResolutionRow
        {
            RequestId = request.RequestId,
            BreakId = breakId,
            Action = asked.Action,
            Reason = asked.Reason,
            Details = request.Payload,
            Status = RecordStatus.Waiting,
            Maker = request.Maker,
            AskedAt = unit.Now,
        });
        var answer = await BreakResolutions.Kind.CarryOut(new CheckContext(request, new Caller("finance-2", [Roles.Finance], []), unit, Facts.Today));
        Assert.Null(answer.Problem);
    });

    private static async Task<CheckRequest> AskedAsync(UnitOfWork unit, string kind, Guid subject, Rials amountRials)
    {
        var maker = new Caller("finance-1", [Roles.Finance], []);
        var requestId = await CheckRequests.AskAsync(unit, kind, new CheckSubject(subject.ToString("D")), new { amountRials }, null, maker, Facts.Today);
        return new CheckRequest { RequestId = requestId, Kind = kind, SubjectId = subject.ToString("D"), Maker = maker.Subject };
    }

    private Task ApproveAsync(CheckKind kind, Guid subject) => Database.WriteAsync(async unit =>
    {
        var request = new CheckRequest { RequestId = Guid.CreateVersion7(), SubjectId = subject.ToString("D"), Maker = "finance-1" };
        var answer = await kind.CarryOut(new CheckContext(request, new Caller("finance-2", [Roles.Finance], []), unit, Facts.Today));
        Assert.Null(answer.Problem);
    });

    /// <summary>An application with its loan paid out.</summary>
    public async Task<(Guid Application, Guid Order, Guid Loan)> LendAsync(long amount)
    {
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await SendAsync(Facts.Approved(application, amount));
        var shares = await SharesAsync(application);
        await SendAsync([Facts.Ordered(application, shares, order), Facts.Disbursed(application, shares, order, loan)]);
        return (application, order, loan);
    }

    /// <summary>The loan is open, and payers name it by this.</summary>
    public Task OpenedAsync(Guid loan, string depositId) => SendAsync(Facts.Opened(loan, depositId));

    public async Task<FunderShares> SharesAsync(Guid application, int round = 1) => (await ReservationAsync(application, round))!.Shares;

    public Task<ReservationRow?> ReservationAsync(Guid application, int round = 1) =>
        Database.WriteAsync(unit => ReservationStore.FindAsync(unit, application, round));

    public async Task<string> StateAsync(Guid application, int round = 1) => (await ReservationAsync(application, round))?.State ?? "unknown";

    public Task<PositionView> PositionAsync() => Database.ReadAsync(connection => PositionReader.ReadAsync(connection, SystemClock.Instance));

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql) =>
        Database.ReadAsync(async connection => (IReadOnlyList<T>)[.. await connection.QueryAsync<T>(sql)]);

    /// <summary>What the service has told others, oldest first.</summary>
    public async Task<IReadOnlyList<T>> PublishedAsync<T>()
        where T : IFact =>
        [
            .. (await QueryAsync<string>($"select o.body from outbox o join delivery d on d.message_id = o.message_id where o.type = '{typeof(T).Name}' order by d.id"))
                .Select(FactJson.Read<T>),
        ];

    public Task<long> CountAsync(string table) => Database.ReadAsync(connection => connection.QuerySingleAsync<long>($"select count(*) from {table}"));

    public Task<IReadOnlyList<RuleFinding>> VerifyAsync() => Database.ReadAsync(connection => FundingService.Module.Verify(connection));

    public async Task AssertSoundAsync() => Assert.Empty((await VerifyAsync()).SelectMany(finding => finding.Problems));

    /// <summary>Changes a row behind the program's back, past every constraint.</summary>
    public void Damage(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(_folder, FundingService.Name)};Pooling=False");
        connection.Open();
        connection.Execute("pragma ignore_check_constraints = on; pragma foreign_keys = off");
        Assert.True(connection.Execute(sql) > 0, $"Nothing was damaged by: {sql}");
    }

    public void Dispose()
    {
        (Database as IDisposable)?.Dispose();
        _kind.Drop(_folder);
        _signal.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
