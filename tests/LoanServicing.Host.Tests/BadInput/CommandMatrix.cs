using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Host.Tests.BadInput;

/// <summary>Every POST of the API, each with something in the right state to act on.</summary>
internal static class CommandMatrix
{
    /// <summary>The first period is over, so that it can be closed, and the first instalment late, so that recovering the loan may cost something.</summary>
    private static LocalDate Afterwards { get; } = AccountingPeriod.Of(RunningProgramme.FirstDay).Next.FirstDay.PlusDays(10);

    private static string Today => RunningProgramme.Iso(RunningProgramme.FirstDay);

    public static async Task<IReadOnlyList<Command>> PrepareAsync(RunningProgramme programme)
    {
        var loan = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        IReadOnlyList<Command> commands = [.. await DecisionsAsync(programme), await NotificationAsync(programme, loan), .. await PayoutAsync(programme), .. await MoneyAsync(programme, loan), .. Anyone(programme)];
        await programme.Application.SetBusinessDateAsync(Afterwards);
        return commands;
    }

    private static async Task<IReadOnlyList<Command>> DecisionsAsync(RunningProgramme programme)
    {
        var officer = programme.Officer;
        var returned = await AwaitingAsync(programme);
        (await officer.SendAsync($"{returned}/return", new { questions = "Which?" })).Expect(HttpStatusCode.OK);
        return
        [
            new("applications", officer, "applications", People.Application(),
                "nationalId", "firstName", "lastName", "birthDate", "iban", "province", "county", "rural", "incomeDecile", "tranche", "amountRials", "installments"),
            new("applications/{id}/approvals", officer, $"{await AwaitingAsync(programme)}/approvals",
                new JsonObject { ["amountRials"] = 300_000_000, ["installments"] = 24, ["reason"] = "seen" }) { MayBeEmpty = true },
            new("applications/{id}/rejection", officer, $"{await AwaitingAsync(programme)}/rejection", new JsonObject { ["reason"] = "no workshop" }, "reason"),
            new("applications/{id}/return", officer, $"{await AwaitingAsync(programme)}/return", new JsonObject { ["questions"] = "Which?" }, "questions"),
            new("applications/{id}/resubmission", officer, $"{returned}/resubmission", Resubmission()),
            new("applications/{id}/withdrawal", officer, $"{await AwaitingAsync(programme)}/withdrawal", new JsonObject { ["reason"] = "no need" }) { MayBeEmpty = true },
            new("checks/{requestId}/approval", programme.Supervisor, $"checks/{await AskedAsync(programme)}/approval", []) { MayBeEmpty = true },
            new("checks/{requestId}/refusal", programme.Supervisor, $"checks/{await AskedAsync(programme)}/refusal", new JsonObject { ["reason"] = "no" }, "reason"),
        ];
    }

    /// <summary>There is no gateway here that could refuse a text.</summary>
    private static async Task<Command> NotificationAsync(RunningProgramme programme, LoanJourney loan)
    {
        var told = (await programme.Supervisor.ReadAsync($"{loan.Path}/notifications?limit=1")).Expect(HttpStatusCode.OK)["items"].AsArray().Single()!;
        await programme.Application.Database("intake").WriteAsync(unit => unit.ExecuteAsync(
            "update notification set status = 'refused' where notification_id = @id", new { id = (Guid)told["notificationId"]! }));
        return new("notifications/{id}/sending", programme.Supervisor, $"notifications/{told["notificationId"]}/sending", new JsonObject { ["reason"] = "number corrected" }, "reason");
    }

    private static async Task<IReadOnlyList<Command>> PayoutAsync(RunningProgramme programme)
    {
        var officer = programme.Officer;
        var toCancel = await LoanJourney.ReservedAsync(programme, People.Application());
        var toSign = await LoanJourney.ReservedAsync(programme, People.Application());
        var refused = await LoanJourney.ReservedAsync(programme, People.Application());
        await refused.SignAsync();
        programme.Bank.Refuse(await programme.Bank.NextOrderAsync());
        await refused.UntilAsync("DisbursementFailed");
        return
        [
            new("applications/{id}/contract", officer, $"{toSign.Path}/contract", Contract(), "contractNumber", "signedOn") { MovesMoney = true },
            new("applications/{id}/payout-account", officer, $"{refused.Path}/payout-account", new JsonObject { ["iban"] = People.NewIban() }, "iban"),
            new("applications/{id}/disbursement", officer, $"{refused.Path}/disbursement", []) { MayBeEmpty = true },
            new("applications/{id}/collateral/release", officer, $"{await SettledAsync(programme)}/collateral/release",
                new JsonObject { ["handedTo"] = "رضا سالاری", ["reason"] = "settled" }, "handedTo"),
            new("applications/{id}/milestones", officer, $"{await SettledAsync(programme)}/milestones",
                new JsonObject { ["kind"] = "deviated", ["on"] = Today, ["inspector"] = "زهرا رابری", ["note"] = "a car was bought" },
                "kind", "on", "inspector", "note") { Conditional = ["inspector", "note"] },
            new("applications/{id}/cancellation", officer, $"{toCancel.Path}/cancellation", new JsonObject { ["reason"] = "moved" }, "reason"),
        ];
    }

    private static async Task<IReadOnlyList<Command>> MoneyAsync(RunningProgramme programme, LoanJourney loan)
    {
        var receipt = await CollectedAsync(programme, loan);
        return [.. await LatenessAsync(programme), .. await FundingAsync(programme, loan), .. await LoanAsync(programme, loan, receipt)];
    }

    /// <summary>What officers ask for once a loan is paid out.</summary>
    private static async Task<IReadOnlyList<Command>> LoanAsync(RunningProgramme programme, LoanJourney loan, Guid receipt)
    {
        var path = $"loans/{await loan.LoanIdAsync()}";
        JsonObject Change() => new() { ["kind"] = "hardship", ["months"] = 1, ["installments"] = 60, ["reason"] = "drought" };
        return
        [
            new("loans/{id}/plan-changes", programme.Officer, $"{path}/plan-changes", Change(), "kind", "installments", "reason") { Conditional = ["installments"] },
            new("loans/{id}/plan-changes/preview", programme.Officer, $"{path}/plan-changes/preview", Change(), "kind", "installments", "reason") { Conditional = ["installments"] },
            new("loans/{id}/late-charges", programme.Officer, $"{path}/late-charges", new JsonObject { ["kind"] = "cost", ["amountRials"] = 250_000, ["reason"] = "court" }, "kind", "amountRials", "reason")
            {
                Conditional = ["amountRials"], MovesMoney = true,
            },
            new("loans/{id}/write-off", programme.Officer, $"{path}/write-off", new JsonObject { ["reason"] = "untraceable" }, "reason") { MovesMoney = true },
            new("receipts/{id}/reversal", programme.Officer, $"receipts/{receipt}/reversal", new JsonObject { ["reason"] = "bounced", ["money"] = "suspense" }, "reason") { MovesMoney = true },
        ];
    }

    /// <summary>A receipt is in the funders' books, so that there is something to pay back to them and to the servicing bank.</summary>
    /// <returns>Its id.</returns>
    private static async Task<Guid> CollectedAsync(RunningProgramme programme, LoanJourney loan)
    {
        var receipt = new { amountRials = 40_000_000, bankReference = "BAD-0", valueDate = Today, channel = "branch" };
        var posted = (await programme.Cashier.SendAsync($"loans/{await loan.LoanIdAsync()}/receipts", receipt, "BAD-0")).Expect(HttpStatusCode.Created);
        await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("funding/position"),
            position => (long)position["feesHeldRials"]! > 0 && position["funders"].AsArray().All(funder => (long)funder!["collectedRials"]! > 0),
            "the receipt is booked");
        return (Guid)posted["receiptId"]!;
    }

    /// <summary>
    /// Something was paid for lateness, so that there is something to take out. The fact is sent to the books alone: none of the products here asks anything of who is late.
    /// </summary>
    private static async Task PaidForLatenessAsync(RunningProgramme programme)
    {
        var loan = await (await LoanJourney.ActiveAsync(programme, People.Application())).Journey.LoanIdAsync();
        var handlers = programme.Application.Services.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(map => map.Service == FundingService.Name);
        var fact = new RepaymentPosted(
            new FactHeader(Guid.CreateVersion7(), Streams.Loan, loan, 2, RunningProgramme.FirstDay, SystemClock.Instance.GetCurrentInstant()),
            loan, Guid.CreateVersion7(), Guid.CreateVersion7(), "employment", "Rabor", new Rials(50), FunderShares.Zero, Rials.Zero, Rials.Zero, Rials.Zero,
            RunningProgramme.FirstDay, "branch", "BAD-10", LateCharges: new Rials(30), Charity: new Rials(20));
        await new FactReceiver(programme.Application.Database(FundingService.Name), handlers).ReceiveAsync(fact, CancellationToken.None);
        await Eventually.TrueAsync(async () => (long)(await programme.Finance.ReadAsync("funding/position"))["charityHeldRials"]! == 20, "what was paid for lateness is booked");
    }

    /// <summary>The id of a loan with credit in the books.</summary>
    private static async Task<Guid> OverpaidAsync(RunningProgramme programme)
    {
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        (await journey.PayAsync(500_000_000, RunningProgramme.FirstDay, "BAD-8")).Expect(HttpStatusCode.Created);
        await programme.PositionAsync(position => position.BorrowersCredit > 0, "the credit is booked");
        return await journey.LoanIdAsync();
    }

    private static async Task<IReadOnlyList<Command>> LatenessAsync(RunningProgramme programme)
    {
        await PaidForLatenessAsync(programme);
        return
        [
            new("funding/late-charge-settlements", programme.Finance, "funding/late-charge-settlements",
                new JsonObject { ["amountRials"] = 1, ["bankReference"] = "BAD-11", ["valueDate"] = Today, ["reason"] = "month end" },
                "amountRials", "bankReference", "valueDate", "reason") { MovesMoney = true },
            new("funding/charity-payments", programme.Finance, "funding/charity-payments",
                new JsonObject { ["beneficiary"] = "Mahak", ["amountRials"] = 1, ["bankReference"] = "BAD-12", ["valueDate"] = Today, ["reason"] = "decision 3" },
                "beneficiary", "amountRials", "bankReference", "valueDate", "reason") { MovesMoney = true },
        ];
    }

    private static async Task<IReadOnlyList<Command>> FundingAsync(RunningProgramme programme, LoanJourney loan) =>
    [
        new("loans/{id}/receipts", programme.Cashier, $"loans/{await loan.LoanIdAsync()}/receipts",
            new JsonObject { ["amountRials"] = 1_000_000, ["bankReference"] = "BAD-1", ["valueDate"] = Today, ["channel"] = "branch" },
            "amountRials", "bankReference", "valueDate", "channel") { MovesMoney = true },
        new("funding/contributions", programme.Finance, "funding/contributions",
            new JsonObject { ["funder"] = "ALAVI", ["amountRials"] = 1_000_000, ["bankReference"] = "BAD-2", ["valueDate"] = Today },
            "funder", "amountRials", "bankReference", "valueDate") { MovesMoney = true },
        new("funding/remittances", programme.Finance, "funding/remittances",
            new JsonObject { ["funder"] = "SINA", ["amountRials"] = 1, ["bankReference"] = "BAD-4", ["valueDate"] = Today, ["reason"] = "letter 12" },
            "funder", "amountRials", "bankReference", "valueDate", "reason") { MovesMoney = true },
        new("funding/fee-settlements", programme.Finance, "funding/fee-settlements",
            new JsonObject { ["amountRials"] = 1, ["bankReference"] = "BAD-5", ["valueDate"] = Today, ["reason"] = "month end" },
            "amountRials", "bankReference", "valueDate", "reason") { MovesMoney = true },
        new("funding/refunds", programme.Finance, "funding/refunds",
            new JsonObject { ["loanId"] = $"{await OverpaidAsync(programme)}", ["amountRials"] = 1, ["bankReference"] = "BAD-7", ["valueDate"] = Today, ["reason"] = "letter 13" },
            "loanId", "amountRials", "bankReference", "valueDate", "reason") { MovesMoney = true, Conditional = ["loanId"] },
        new("funding/reallocations", programme.Finance, "funding/reallocations",
            new JsonObject { ["from"] = "health", ["to"] = "housing", ["amountRials"] = 1, ["reason"] = "decision 7", ["effectiveDate"] = Today },
            "from", "to", "amountRials", "reason") { MovesMoney = true },
        new("funding/periods/{period}/close", programme.Finance, $"funding/periods/{AccountingPeriod.Of(RunningProgramme.FirstDay)}/close",
            new JsonObject { ["reason"] = "month end" }, "reason"),
        new("payment-orders/{id}/resolution", programme.Finance, $"payment-orders/{await UnansweredAsync(programme)}/resolution",
            new JsonObject
            {
                ["outcome"] = "paid", ["amountRials"] = 400_000_000, ["bankReference"] = "BAD-3", ["valueDate"] = Today, ["amountCorrected"] = true,
                ["reason"] = "letter 17",
            },
            "outcome", "amountRials", "bankReference", "valueDate", "reason")
        {
            MovesMoney = true,
            Conditional = ["amountRials", "bankReference", "valueDate"],
        },
        new("funding/breaks/{id}/resolution", programme.Finance, $"funding/breaks/{await BreakAsync(programme)}/resolution",
            new JsonObject { ["action"] = "exclude", ["reason"] = "bank charge" }, "action", "reason") { MovesMoney = true },
    ];

    /// <summary>The id of a break; all of the books has been compared with the statement that made it.</summary>
    private static async Task<string> BreakAsync(RunningProgramme programme)
    {
        using var statement = new StringContent($"date,debit,credit,reference\n{Today},77,,BAD-6\n", System.Text.Encoding.UTF8, "text/csv");
        using var answer = await programme.Finance.PostAsync("funding/statements", statement);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var breaks = await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("funding/breaks?kind=missing-in-books"), reply => reply["items"].AsArray().Count == 1, "the line is a break");
        await Eventually.TrueAsync(
            () => programme.Application.Database("funding").ReadAsync(async connection => await connection.QuerySingleAsync<long>("select count(*) from bank_movement where looked = 0") == 0),
            "every movement is compared");
        return (string)breaks["items"].AsArray().Single()!["breakId"]!;
    }

    private static IReadOnlyList<Command> Anyone(RunningProgramme programme)
    {
        var anyone = programme.Application.Anonymous();
        return
        [
            new("quotes", anyone, "quotes",
                new JsonObject
                {
                    ["principalRials"] = 1_000_000_000, ["installments"] = 60, ["feeRateBasisPoints"] = 400, ["feeMethod"] = "CbiAnnual",
                    ["firstDuePersian"] = "1405-10-01", ["graceMonths"] = 0, ["roundingUnitRials"] = 10_000,
                },
                "principalRials", "installments", "firstDuePersian") { ReadsKey = false },
            new("dev/tokens", anyone, "dev/tokens",
                new JsonObject { ["subject"] = "officer-9", ["roles"] = new JsonArray("officer"), ["counties"] = new JsonArray("Rabor") }, "subject") { ReadsKey = false },
            new("dev/clock", anyone, "dev/clock", new JsonObject { ["date"] = RunningProgramme.Iso(Afterwards) }, "date") { ReadsKey = false },
        ];
    }

    private static JsonObject Resubmission()
    {
        var body = People.Application();
        body.Remove("nationalId");
        body.Remove("externalRef");
        body.Remove("tranche");
        return body;
    }

    private static JsonObject Contract() => new()
    {
        ["contractNumber"] = "C-BAD-1",
        ["signedOn"] = Today,
        ["dueDay"] = 5,
        ["graceMonths"] = 1,
        ["collateral"] = new JsonArray(new JsonObject { ["kind"] = "promissory-note", ["number"] = "S-1", ["amountRials"] = 500_000_000 }),
        ["guarantors"] = new JsonArray(new JsonObject { ["nationalId"] = People.NewNationalId(), ["fullName"] = "زهرا رابری", ["mobile"] = "09459209971" }),
    };

    /// <summary>The id of an order that the bank has been given.</summary>
    private static async Task<string> UnansweredAsync(RunningProgramme programme)
    {
        var journey = await LoanJourney.ReservedAsync(programme, People.Application());
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();
        var sent = await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("payment-orders?status=sent"), reply => reply["items"].AsArray().Count > 0, $"{order.EndToEndId} is sent");
        return (string)sent["items"].AsArray().Single()!["orderId"]!;
    }

    /// <summary>The path of an application whose loan is repaid.</summary>
    private static async Task<string> SettledAsync(RunningProgramme programme)
    {
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        await journey.SettleAsync($"BAD-9-{journey.Id:N}");
        return journey.Path;
    }

    private static async Task<string> AwaitingAsync(RunningProgramme programme) => (await LoanJourney.AssessedAsync(programme, People.Application())).Path;

    private static async Task<string> AskedAsync(RunningProgramme programme)
    {
        var large = await LoanJourney.AssessedAsync(programme, People.Application(1_200_000_000));
        return (string)(await programme.Officer.SendAsync($"{large.Path}/approvals")).Expect(HttpStatusCode.Accepted)["requestId"]!;
    }
}
