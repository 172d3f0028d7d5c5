using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Funding;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>
/// The databases of a programme in which everything has happened that stores money: each state of loans, orders, reservations, contributions, withdrawals,
/// reallocations, resolutions and requests, a fact that waits, and one that is on its way.
/// </summary>
public sealed class FilledBooks : IAsyncLifetime
{
    private const long Amount = 400_000_000;
    private const long Large = 1_200_000_000;

    private static readonly Lazy<Task<KeptFolder>> Filled = new(async () => await new FilledBooks().FillAsync());

    private readonly TestFolder _folder = new();
    private KeptFolder _filled = null!;
    private RunningProgramme _programme = null!;

    /// <summary>A copy for one class of tests, not to be changed.</summary>
    public string Folder => _folder.Path;

    /// <summary>The databases and the seals, to be damaged.</summary>
    public TestFolder Copy()
    {
        var copy = new TestFolder();
        _filled.WriteTo(copy.Path);
        return copy;
    }

    public async Task InitializeAsync()
    {
        _filled = await Filled.Value;
        _filled.WriteTo(_folder.Path);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Once, for every class of tests.</summary>
    private async Task<KeptFolder> FillAsync()
    {
        using var folder = _folder;
        using var configured = new TestFolder();
        await FillAsync(configured);
        return new KeptFolder(folder.Path);
    }

    private async Task FillAsync(TestFolder configured)
    {
        var settings = new Dictionary<string, string?>
        {
            ["CloseOfDay:Enabled"] = "true",
            ["Programme:File"] = ProgrammeFile.Write(configured, programme => programme with
            {
                LossOrder = [Funders.Sina], Products = [.. programme.Products.Select(LateProduct)],
            }),
        };
        await using (_programme = await RunningProgramme.StartAsync(folder: _folder.Path, settings: settings))
        {
            await _programme.DepositAsync("ALAVI", 1_250_000_000);
            await _programme.DepositAsync("SINA", 2_950_000_000);
            await FillApplicationsAsync();
            await FillPaymentsAsync();
            var (lost, _) = await LoanJourney.ActiveAsync(_programme, People.Application(Amount));
            var (charged, _) = await LoanJourney.ActiveAsync(_programme, People.Application(Amount));
            var promised = await PromisedAsync();
            await FillLoansAsync();
            await FillLostAsync(lost);
            await FillLateAsync(charged, promised);
            await FillQueueAsync();
            await FillFinanceAsync();
            await FillSuspenseAsync();
            await FillSalaryListAsync();
            await FillStatementAsync();
            await ApproveAsync(await AskAsync($"funding/periods/{AccountingPeriod.Of(RunningProgramme.FirstDay)}/close", new { reason = "month end" }));
            await FillMessagesAsync();
            foreach (var sealer in Hosted<Sealer>())
            {
                await sealer.SealAllAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>A second approval that waits, one that is refused, and an application that came back with another amount.</summary>
    private async Task FillApplicationsAsync()
    {
        var asked = await LoanJourney.AssessedAsync(_programme, People.Application(Large));
        (await _programme.Officer.SendAsync($"{asked.Path}/approvals")).Expect(HttpStatusCode.Accepted);
        var refused = await LoanJourney.AssessedAsync(_programme, People.Application(Large));
        var request = (await _programme.Officer.SendAsync($"{refused.Path}/approvals")).Expect(HttpStatusCode.Accepted);
        (await _programme.Supervisor.SendAsync($"checks/{request["requestId"]}/refusal", new { reason = "too much" })).Expect(HttpStatusCode.OK);
        var returned = await LoanJourney.AssessedAsync(_programme, People.Application(Amount));
        (await _programme.Officer.SendAsync($"{returned.Path}/return", new { questions = "less?" })).Expect(HttpStatusCode.OK);
        (await _programme.Applicant((string)returned.Application["nationalId"]!).SendAsync($"{returned.Path}/resubmission", new { amountRials = Amount - 1_000_000 })).Expect(HttpStatusCode.OK);
        await returned.UntilAsync("AwaitingApproval");
    }

    /// <summary>An order at the bank, one that the bank has answered with another amount, and one that was refused, booked and told not to be paid.</summary>
    private async Task FillPaymentsAsync()
    {
        var open = await SignedAsync();
        await _programme.Bank.NextOrderAsync();
        await open.UntilAsync("Disbursing");

        var odd = await SignedAsync();
        var wrong = await _programme.Bank.NextOrderAsync();
        _programme.Bank.Confirm(wrong with { AmountRials = Amount - 1 }, RunningProgramme.FirstDay);
        await UnresolvedAsync(1);
        await ResolveAsync(wrong, new { outcome = "paid", amountRials = Amount, bankReference = "LETTER-1", valueDate = Iso(RunningProgramme.FirstDay), amountCorrected = true, reason = "letter 1" });
        await odd.UntilAsync("Disbursing");

        var held = await SignedAsync();
        var first = await _programme.Bank.NextOrderAsync();
        _programme.Bank.Refuse(first);
        await held.UntilAsync("DisbursementFailed");
        _programme.Bank.Confirm(first, RunningProgramme.FirstDay);
        await UnresolvedAsync(2);
        (await _programme.Officer.SendAsync($"{held.Path}/payout-account", new { iban = People.NewIban() })).Expect(HttpStatusCode.OK);
        (await _programme.Officer.SendAsync($"{held.Path}/disbursement")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (string?)(await OrderAsync(first))["openQuestion"]?["code"] == "next-order.held", "the next order is held");
        var word = new { outcome = "not-paid", notPaidAs = "returned", amountRials = Amount, bankReference = "RET-1", valueDate = Iso(RunningProgramme.FirstDay), reason = "letter 2" };
        var refused = await ResolveAsync(first, word);
        (await _programme.FinanceChecker.SendAsync($"checks/{refused}/refusal", new { reason = "which letter?" })).Expect(HttpStatusCode.OK);
        await ApproveAsync(await ResolveAsync(first, word));
        _programme.Bank.Confirm(await _programme.Bank.NextOrderAsync(), RunningProgramme.FirstDay);
        await held.UntilAsync("Active");
    }

    /// <summary>A settled loan with a receipt of an earlier day and an overpaid rest, and one whose payment came back after a receipt.</summary>
    private async Task FillLoansAsync()
    {
        var (settled, _) = await LoanJourney.ActiveAsync(_programme, People.Application(Large));
        var (returned, order) = await LoanJourney.ActiveAsync(_programme, People.Application(Amount));
        var due = SolarHijriDate.Create(1405, 10, 1).ToIso();
        await _programme.Application.SetBusinessDateAsync(due);
        (await settled.PayAsync(48_000_000, due, "R-1")).Expect(HttpStatusCode.Created);
        (await settled.PayAsync(100_000_001, due, "R-2")).Expect(HttpStatusCode.Created);
        (await settled.PayAsync(7_000_000, due.PlusDays(-10), "R-3")).Expect(HttpStatusCode.Created);
        (await settled.PayAsync((long)(await settled.LoanAsync())["settlementRials"]! + 3, due, "R-4")).Expect(HttpStatusCode.Created);
        await settled.UntilAsync("Settled");
        foreach (var kind in (string[])["established", "inspected"])
        {
            (await _programme.Officer.SendAsync($"{settled.Path}/milestones", new { kind, on = Iso(due), inspector = "زهرا رابری" })).Expect(HttpStatusCode.Created);
        }

        (await _programme.Officer.SendAsync($"{settled.Path}/collateral/release", new { handedTo = "رضا سالاری" })).Expect(HttpStatusCode.OK);
        (await returned.PayAsync(5_000_000, due, "R-5")).Expect(HttpStatusCode.Created);
        var loanId = await returned.LoanIdAsync();
        _programme.Bank.Return(order, due);
        await returned.UntilAsync("DisbursementFailed");
        await Eventually.TrueAsync(async () => (string)(await _programme.Officer.ReadAsync($"loans/{loanId}"))["status"]! == "Returned", "the loan is taken back");
    }

    /// <summary>
    /// A loan of which a receipt was taken back, whose plan was changed, and which was written off, with Sina to bear the loss of both first, and recovered in part.
    /// </summary>
    private async Task FillLostAsync(LoanJourney lost)
    {
        var loanId = await lost.LoanIdAsync();
        var today = SolarHijriDate.Create(1405, 10, 1).ToIso();
        var bounced = (await lost.PayAsync(30_000_000, today, "L-1")).Expect(HttpStatusCode.Created);
        (await lost.PayAsync(20_000_000, today, "L-2")).Expect(HttpStatusCode.Created);
        await DecideAsync($"loans/{loanId}/plan-changes", new { kind = "holiday", months = 2, reason = "drought" });
        await DecideAsync($"receipts/{bounced["receiptId"]}/reversal", new { reason = "bounced" });
        await DecideAsync($"loans/{loanId}/write-off", new { reason = "untraceable" });
        await _programme.Application.SetBusinessDateAsync(today.PlusDays(1));
        (await lost.PayAsync(6_000_000, today.PlusDays(1), "L-3")).Expect(HttpStatusCode.Created);
        await lost.UntilAsync("WrittenOff");
        await Eventually.TrueAsync(
            async () => (await _programme.Finance.ReadAsync("funding/position"))["funders"].AsArray().Sum(funder => (long)funder!["recoveredRials"]!) == 6_000_000, "what was recovered is booked");
        await ClosedAsync(today);
    }

    /// <summary>Lateness costs something on every loan: days of health loans are charity's, those of the others the servicing bank's.</summary>
    private static LoanProduct LateProduct(LoanProduct product) => product with
    {
        LatePolicy = product.Tranche == Tranches.Health ? LatePolicy.CharityCommitment : LatePolicy.CbiVajhEltezam, LateRateBasisPoints = 900,
    };

    /// <summary>A loan for health, which a person has looked at.</summary>
    private async Task<LoanJourney> PromisedAsync()
    {
        var journey = await LoanJourney.AssessedAsync(_programme, People.Application(Amount).With("tranche", Tranches.Health));
        await journey.ApproveAsync(new { reason = "the bills were seen" });
        await journey.UntilAsync("FundsReserved");
        await journey.SignAsync();
        _programme.Bank.Confirm(await _programme.Bank.NextOrderAsync(), RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");
        return journey;
    }

    /// <summary>A loan of which charges were waived and then paid, and one that paid to charity.</summary>
    private async Task FillLateAsync(LoanJourney charged, LoanJourney promised)
    {
        var day = SolarHijriDate.Create(1405, 11, 20).ToIso(); // the first instalment was a fee, the second of 1 Bahman is principal
        await _programme.Application.SetBusinessDateAsync(day);
        (await charged.PayAsync(1_000_000, day, "D-1")).Expect(HttpStatusCode.Created);
        await DecideAsync($"loans/{await charged.LoanIdAsync()}/late-charges", new { kind = "waiver", reason = "flood" });
        await _programme.Application.SetBusinessDateAsync(day.PlusDays(1));
        (await charged.PayAsync(50_000_000, day.PlusDays(1), "D-2")).Expect(HttpStatusCode.Created);
        (await promised.PayAsync(50_000_000, day.PlusDays(1), "D-3")).Expect(HttpStatusCode.Created);
        await Eventually.TrueAsync(
            async () => (await _programme.Finance.ReadAsync("funding/position")) is var position && (long)position["lateChargesHeldRials"]! > 10 && (long)position["charityHeldRials"]! > 10,
            "what was paid for lateness is booked");
        await ClosedAsync(day);
    }

    private Task ClosedAsync(LocalDate day) => Eventually.TrueAsync(
        async () => (await _programme.Auditor.ReadAsync("close-of-day?limit=1"))["items"].AsArray().SingleOrDefault() is { } last
            && (string)last["date"]! == Iso(day) && (string)last["status"]! == "closed",
        "every day is closed");

    private async Task DecideAsync(string path, object body)
    {
        var asked = (await _programme.Officer.SendAsync(path, body, $"key-{Guid.CreateVersion7():N}")).Expect(HttpStatusCode.Accepted)["requestId"]!;
        (await _programme.Supervisor.SendAsync($"checks/{asked}/approval")).Expect(HttpStatusCode.OK);
    }

    /// <summary>One that waits, and one that has given up waiting.</summary>
    private async Task FillQueueAsync()
    {
        var waits = await LoanJourney.ApprovedAsync(_programme, People.Application(1_400_000_000));
        await waits.UntilAsync("Waitlisted");
        var gone = await LoanJourney.ApprovedAsync(_programme, People.Application(1_400_000_000));
        await gone.UntilAsync("Waitlisted");
        (await _programme.Applicant((string)gone.Application["nationalId"]!).SendAsync($"{gone.Path}/withdrawal")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (await _programme.Officer.ReadAsync("waiting-list"))["items"].AsArray().Count == 1, "one waits");
    }

    private async Task FillFinanceAsync()
    {
        var date = Iso(RunningProgramme.FirstDay);
        await AskThreeAsync("funding/contributions", n => new { funder = "SINA", amountRials = 1_000 + n, bankReference = $"C-{n}", valueDate = date });
        await AskThreeAsync("funding/remittances", n => new { funder = "SINA", amountRials = 2_000 + n, bankReference = $"W-{n}", valueDate = date, reason = "quarter" });
        await AskThreeAsync("funding/fee-settlements", n => new { amountRials = 300 + n, bankReference = $"F-{n}", valueDate = date, reason = "fees" });
        await AskThreeAsync("funding/late-charge-settlements", n => new { amountRials = n, bankReference = $"LC-{n}", valueDate = date, reason = "charges" });
        await AskThreeAsync("funding/charity-payments", n => new { beneficiary = "محک", amountRials = n, bankReference = $"G-{n}", valueDate = date, reason = "gift" });
        var overpaid = (await _programme.Officer.ReadAsync("loans?limit=500"))["items"].AsArray().Single(loan => (string)loan!["status"]! == "Settled")!;
        await AskThreeAsync("funding/refunds", n => new { loanId = (string)overpaid["loanId"]!, amountRials = 1, bankReference = $"P-{n}", valueDate = date, reason = "overpaid" });
        await AskThreeAsync("funding/reallocations", n => new { from = "health", to = "housing", amountRials = 5_000 + n, reason = "decision" });
    }

    /// <summary>One carried out, one refused, one that waits.</summary>
    private async Task AskThreeAsync(string path, Func<int, object> body)
    {
        await ApproveAsync(await AskAsync(path, body(1)));
        (await _programme.FinanceChecker.SendAsync($"checks/{await AskAsync(path, body(2))}/refusal", new { reason = "no" })).Expect(HttpStatusCode.OK);
        await AskAsync(path, body(3));
    }

    private async Task FillSuspenseAsync()
    {
        var queue = RepaymentService.Module.OutsideQueues.Single(one => one.Name == BankPaymentReceived.Queue);
        var services = _programme.Application.Services;
        var judge = new MessageJudge(
            queue, _programme.Application.Database(RepaymentService.Name), services, DispatcherLimits.Default, NullLogger<MessageJudge>.Instance);
        var payment = new { amountRials = 600_000, bankReference = "NOBODYS", valueDate = Iso(RunningProgramme.FirstDay), channel = "paya", depositId = "100000100" };
        Assert.Null(await judge.TakeAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(payment)), CancellationToken.None));
        await Eventually.TrueAsync(async () => (long)(await _programme.Finance.ReadAsync("funding/position"))["suspenseRials"] == 600_000, "the money is in suspense");
    }

    private async Task FillSalaryListAsync()
    {
        var before = await _programme.PositionAsync();
        var loan = (await _programme.Officer.ReadAsync("loans"))["items"].AsArray().First(item => (string)item!["status"]! == "Active")!;
        using var list = new HttpRequestMessage(HttpMethod.Post, $"salary-deductions?employer=mine&listReference=SALARY-1&valueDate={Iso(RunningProgramme.FirstDay)}")
        {
            Content = new StringContent($"deposit id,amount\n{loan["depositId"]},10007\n{loan["depositId"]},2002\n", Encoding.UTF8, "text/csv"),
        };
        list.Headers.Add("Idempotency-Key", "SALARY-1");
        using var answer = await _programme.Cashier.SendAsync(list);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await _programme.PositionAsync(now => now.BankBalance == before.BankBalance + 12_009, "the rows of the list are booked");
    }

    /// <summary>Lines that are matched, that are strangers' money, and that nobody knows; breaks that are resolved, refused and asked about.</summary>
    private async Task FillStatementAsync()
    {
        var loan = (await _programme.Officer.ReadAsync("loans"))["items"].AsArray().First(item => (string)item!["status"]! == "Active")!;
        var (day, depositId) = (Iso(RunningProgramme.FirstDay), (string)loan["depositId"]!);
        var csv = $"date,credit,debit,reference,deposit id,balance\n{day},20000000,,NEW-1,{depositId},20001000\n{day},300,,NEW-2,,20001300\n{day},400,,NEW-3,,20001700\n"
            + $"{day},500,,NEW-4,,20002200\n{day},,600,OUT-1,,20001600\n{day},,700,OUT-2,,20000900\n{day},1001,,C-1,,20001901\n";
        using var statement = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _programme.Finance.PostAsync("funding/statements", statement);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var file = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["statementId"]!;
        await Eventually.TrueAsync(async () => (int)(await _programme.Finance.ReadAsync($"funding/statements/{file}"))["lines"]["matched"]! == 5, "what the books know is matched");
        await BreakAsync(500);
        await BreakAsync(700);
        await ResolveBreaksAsync(300, new { action = "assign", reason = "slip", depositId });
        await ResolveBreaksAsync(600, new { action = "exclude", reason = "the bank's own" });
        var refused = await AskAsync($"funding/breaks/{await BreakAsync(400)}/resolution", new { action = "contribution", reason = "theirs?", funder = "SINA" });
        (await _programme.FinanceChecker.SendAsync($"checks/{refused}/refusal", new { reason = "whose?" })).Expect(HttpStatusCode.OK);
        await AskAsync($"funding/breaks/{await BreakAsync(500)}/resolution", new { action = "contribution", reason = "theirs", funder = "SINA" });
        await Eventually.TrueAsync(async () => (long)(await _programme.Finance.ReadAsync("funding/position"))["suspenseRials"] == 600_900, "one sum has left suspense");
    }

    private async Task ResolveBreaksAsync(long amount, object body) => await ApproveAsync(await AskAsync($"funding/breaks/{await BreakAsync(amount)}/resolution", body));

    private async Task<string> BreakAsync(long amount)
    {
        JsonNode? Of(Reply reply) => reply["items"].AsArray().SingleOrDefault(item => (long)item!["amountRials"]! == amount);
        return (string)Of(await Eventually.ValueAsync(() => _programme.Finance.ReadAsync("funding/breaks?limit=100"), reply => Of(reply) is not null, $"{amount} is a break"))!["breakId"]!;
    }

    /// <summary>A posting of a loan that funding does not know yet, and an application that nobody is told of.</summary>
    private async Task FillMessagesAsync()
    {
        var handlers = _programme.Application.Services.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(map => map.Service == FundingService.Name);
        var early = new RepaymentPosted(
            new FactHeader(Guid.CreateVersion7(), Streams.Loan, Guid.CreateVersion7(), 2, RunningProgramme.FirstDay, SystemClock.Instance.GetCurrentInstant()),
            Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "employment", "Rabor", new Rials(84), new FunderShares(new Rials(25), new Rials(59)),
            Rials.Zero, Rials.Zero, new Rials(84), RunningProgramme.FirstDay, "paya", "EARLY");
        await new FactReceiver(_programme.Application.Database(FundingService.Name), handlers).ReceiveAsync(early, CancellationToken.None);

        foreach (var dispatcher in Hosted<Dispatcher>())
        {
            await dispatcher.StopAsync(CancellationToken.None);
        }

        await LoanJourney.ApplyAsync(_programme, People.Application(Amount));
    }

    private IEnumerable<T> Hosted<T>() => _programme.Application.Services.GetServices<IHostedService>().OfType<T>();

    private async Task<LoanJourney> SignedAsync()
    {
        var journey = await LoanJourney.ReservedAsync(_programme, People.Application(Amount));
        await journey.SignAsync();
        return journey;
    }

    private async Task<JsonNode> OrderAsync(BankOrder order) =>
        (await _programme.Finance.ReadAsync("payment-orders"))["items"].AsArray().Single(item => (string)item!["endToEndId"]! == order.EndToEndId)!;

    private async Task<string> ResolveAsync(BankOrder order, object body) => await AskAsync($"payment-orders/{(await OrderAsync(order))["orderId"]}/resolution", body);

    private async Task<string> AskAsync(string path, object body) =>
        (string)(await _programme.Finance.SendAsync(path, body, $"key-{Guid.CreateVersion7():N}")).Expect(HttpStatusCode.Accepted)["requestId"]!;

    private async Task ApproveAsync(string requestId) => (await _programme.FinanceChecker.SendAsync($"checks/{requestId}/approval")).Expect(HttpStatusCode.OK);

    private Task UnresolvedAsync(int count) => Eventually.TrueAsync(
        async () => (await _programme.Finance.ReadAsync("payment-orders?status=unresolved"))["items"].AsArray().Count == count, $"{count} orders are unresolved");

    private static string Iso(LocalDate date) => RunningProgramme.Iso(date);
}
