using System.Net;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Reconciliation;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>What borrowers pay for lateness, in the funders' books (docs/adr/0023-late-charges.md).</summary>
public class LateChargeTests
{
    private const long Deposited = 8_400;

    [StoreFact]
    public async Task What_a_receipt_pays_for_lateness_is_the_servicing_banks_or_owed_to_charity_and_no_funders()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Deposited);
        var (_, _, loan) = await bench.LendAsync(840);

        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5, credit: 3, lateCharges: 30, charity: 20));
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, credit: 12, lateCharges: -8, charity: -4)); // re-derived by a backdated receipt

        var position = await bench.PositionAsync();
        BookingTests.AssertCloses(position);
        Assert.Equal((5L, 22L, 16L, 15L), (position.FeesHeldRials.Value, position.LateChargesHeldRials.Value, position.CharityHeldRials.Value, position.BorrowersCreditRials.Value));
        Assert.Equal((84L, Deposited - 840 + 84 + 5 + 22 + 16 + 15), (position.Funders.Select(funder => funder.CollectedRials).Sum().Value, position.BankBalanceRials.Value));
        Assert.Equal(
            [("LATE_CHARGES", "SERVICER", "employment", 8L, 30L)],
            await bench.QueryAsync<(string, string, string, long, long)>("select account, owner, tranche, debits, credits from balance where account = 'LATE_CHARGES'"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_whose_parts_with_what_it_paid_for_lateness_are_not_its_amount_is_parked()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Deposited);
        var (_, _, loan) = await bench.LendAsync(840);
        var fact = Facts.Repaid(loan, Facts.Exact(84), lateCharges: 30, charity: 20);
        var before = await bench.CountAsync("journal_entry");

        foreach (var unlike in new[] { fact with { LateCharges = new Rials(31) }, fact with { Charity = null }, fact with { Amount = fact.Amount - new Rials(1) } })
        {
            await Assert.ThrowsAsync<FactRefusedException>(() => bench.SendAsync(unlike));
        }

        Assert.Equal(before, await bench.CountAsync("journal_entry"));
        await bench.SendAsync(fact);
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_receipt_that_is_taken_back_takes_back_what_it_paid_for_lateness(bool intoSuspense)
    {
        using var bench = await FundingBench.OpenAsync(deposited: Deposited);
        var (_, _, loan) = await bench.LendAsync(840);
        var receipt = Facts.Repaid(loan, Facts.Exact(84), lateCharges: 30, charity: 20);
        await bench.SendAsync(receipt, Facts.Repaid(loan, Facts.Exact(84), lateCharges: 1, charity: 2));

        await bench.SendAsync(Facts.Reversed(receipt, suspenseId: intoSuspense ? Guid.CreateVersion7() : null));

        var position = await bench.PositionAsync();
        BookingTests.AssertCloses(position);
        Assert.Equal((1L, 2L, intoSuspense ? 134L : 0), (position.LateChargesHeldRials.Value, position.CharityHeldRials.Value, position.SuspenseRials.Value));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_recovery_and_money_out_of_suspense_pay_for_lateness_too()
    {
        using var bench = await FundingBench.OpenAsync(deposited: Deposited);
        var (_, _, loan) = await bench.LendAsync(840);
        var suspended = Facts.Suspended(200);
        await bench.SendAsync([suspended, Facts.WrittenOff(loan, Facts.Exact(840))]);

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(168), lateCharges: 12, charity: 20) with { SuspenseId = suspended.SuspenseId });

        var position = await bench.PositionAsync();
        BookingTests.AssertCloses(position);
        Assert.Equal((12L, 20L, 0L), (position.LateChargesHeldRials.Value, position.CharityHeldRials.Value, position.SuspenseRials.Value));
        Assert.Equal((168L, Deposited - 840 + 200), (position.Funders.Select(funder => funder.RecoveredRials).Sum().Value, position.BankBalanceRials.Value));
    }

    [StoreFact]
    public async Task The_servicing_bank_takes_the_late_charges_that_are_held_by_two_people_and_no_more()
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 20);

        var request = await app.AskAsync("funding/late-charge-settlements", Charges(25, "L-1"));
        var (above, problem) = await app.Finance(1).SendAsync("funding/late-charge-settlements", Charges(31, "L-2"));
        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (done, _) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (above, problem.Text("code")));
        Assert.Contains("Only 30 rials", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (own, done));
        var position = await app.PositionAsync();
        Assert.Equal((5L, 5L, 20L), (position.Rials("feesHeldRials"), position.Rials("lateChargesHeldRials"), position.Rials("charityHeldRials")));
        Assert.Equal(Deposited - 840 + 84 + 5 + 50 - 25, position.Rials("bankBalanceRials"));
        Assert.Equal("LATE_CHARGES_SETTLED", await app.OneAsync<string>("select l.debit from journal_line l join journal_entry e on e.entry_id = l.entry_id where e.kind = 'late-charge-settlement'"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_charity_is_given_what_is_owed_to_it_by_two_people_and_no_more_and_its_name_is_kept()
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 20);

        var request = await app.AskAsync("funding/charity-payments", Gift("محک", 15, "G-1"));
        var (above, problem) = await app.Finance(1).SendAsync("funding/charity-payments", Gift("محک", 21, "G-2"));
        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (done, _) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (above, problem.Text("code")));
        Assert.Contains("Only 20 rials", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (own, done));
        var position = await app.PositionAsync();
        Assert.Equal((5L, 30L, 5L), (position.Rials("feesHeldRials"), position.Rials("lateChargesHeldRials"), position.Rials("charityHeldRials")));
        Assert.Equal("محک", await app.OneAsync<string>("select beneficiary from withdrawal where kind = 'charity-payment'"));
        Assert.Contains(FactJson.Write("محک"), await app.OneAsync<string>("select details from audit where action = 'withdrawal.recorded'"), StringComparison.Ordinal);
        Assert.Equal("CHARITY_PAYABLE", await app.OneAsync<string>("select l.debit from journal_line l join journal_entry e on e.entry_id = l.entry_id where e.kind = 'charity-payment'"));
        await app.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("funding/late-charge-settlements")]
    [InlineData("funding/charity-payments")]
    public async Task Of_two_requests_for_the_same_money_that_are_approved_at_once_one_finds_it_gone(string path)
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 30);
        object Of(string reference) => path.EndsWith("charity-payments", StringComparison.Ordinal) ? Gift("Mahak", 20, reference) : Charges(20, reference);
        var (first, second) = (await app.AskAsync(path, Of("W-1")), await app.AskAsync(path, Of("W-2")));

        var answers = await Task.WhenAll(app.Finance(2).SendAsync($"checks/{first}/approval", null), app.Finance(3).SendAsync($"checks/{second}/approval", null));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
        Assert.Equal("withdrawal.more-than-held", answers.Single(answer => answer.Status == HttpStatusCode.Conflict).Body.Text("code"));
        Assert.Equal(40, await Held(app));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_bank_reference_stands_for_one_payment_to_one_charity()
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 20);
        var request = await app.AskAsync("funding/charity-payments", Gift("Mahak", 10, "W-1"));

        Assert.Equal(request, await app.AskAsync("funding/charity-payments", Gift(" Mahak ", 10, "w-۱")));
        foreach (var (path, body) in new[]
        {
            ("funding/charity-payments", Gift("Behzisti", 10, "W-1")), ("funding/charity-payments", Gift("Mahak", 11, "W-1")),
            ("funding/late-charge-settlements", Charges(10, "W-1")), ("funding/fee-settlements", Charges(1, "W-1")),
        })
        {
            var (status, problem) = await app.Finance(3).SendAsync(path, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "bank-reference.reused"), (status, problem.Text("code")));
        }

        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/refusal", new { reason = "another charity" })).Status);
        Assert.NotEqual(request, await app.AskAsync("funding/charity-payments", Gift("Behzisti", 10, "W-1")));
        Assert.Equal(50, await Held(app));
    }

    [StoreTheory]
    [InlineData("", "field.required")]
    [InlineData(" ", "field.required")]
    [InlineData("longer than 200", "text.too-long")]
    public async Task A_payment_to_charity_names_the_charity(string name, string code)
    {
        await using var app = await LateAsync(lateCharges: 0, charity: 20);

        var (status, problem) = await app.Finance(1).SendAsync("funding/charity-payments", Gift(name.StartsWith('l') ? new string('x', 201) : name, 10, "W-1"));

        var error = problem.GetProperty("errors").EnumerateArray().Single();
        Assert.Equal((HttpStatusCode.BadRequest, "beneficiary", code), (status, error.Text("field"), error.Text("code")));
        await app.AskAsync("funding/charity-payments", Gift(new string('x', 200), 10, "W-1"));
    }

    [StoreFact]
    public async Task What_was_taken_stays_taken_when_its_receipt_turns_out_to_be_none()
    {
        await using var app = await FundingHttp.StartAsync();
        var receipt = Facts.Repaid(await LentAsync(app), Facts.Exact(84), lateCharges: 30, charity: 20);
        await app.DeliverAsync(receipt);
        await app.AskAndApproveAsync("funding/late-charge-settlements", Charges(30, "L-1"));

        await app.DeliverAsync(Facts.Reversed(receipt));

        Assert.Equal((-30L, 0L), ((await app.PositionAsync()).Rials("lateChargesHeldRials"), (await app.PositionAsync()).Rials("charityHeldRials")));
        var (status, problem) = await app.Finance(1).SendAsync("funding/late-charge-settlements", Charges(1, "L-2"));
        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (status, problem.Text("code")));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_left_the_account_is_matched_with_the_banks_lines_and_what_never_left_is_held_again()
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 20);
        await app.AskAndApproveAsync("funding/late-charge-settlements", Charges(29, "L-1"));
        await app.AskAndApproveAsync("funding/charity-payments", Gift("Mahak", 19, "G-1"));
        await app.AskAndApproveAsync("funding/late-charge-settlements", Charges(1, "L-2"));
        await app.AskAndApproveAsync("funding/charity-payments", Gift("Mahak", 1, "G-2"));

        await app.ReadAsync(Statements.Line(29, "L-1", isCredit: false), Statements.Line(19, "G-1", isCredit: false));
        var missing = (await app.BreaksAsync(6)).Where(one => one.Rials("amountRials") == 1 && one.Text("direction") == "debit").ToList();
        foreach (var one in missing)
        {
            await app.AskAndApproveAsync($"funding/breaks/{one.Text("breakId")}/resolution", new { action = "reverse", reason = "the bank did not carry it out" });
        }

        Assert.Equal(2, missing.Count);
        Assert.Equal(2, await app.OneAsync<long>("select count(*) from bank_movement where match_id is not null and kind in ('late-charge-settlement', 'charity-payment')"));
        Assert.Equal((1L, 1L), ((await app.PositionAsync()).Rials("lateChargesHeldRials"), (await app.PositionAsync()).Rials("charityHeldRials")));
        await app.AskAndApproveAsync("funding/charity-payments", Gift("Mahak", 1, "G-2"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_trial_balance_the_ledger_and_the_funders_statement_tell_of_it()
    {
        await using var app = await LateAsync(lateCharges: 30, charity: 20);
        await app.AskAndApproveAsync("funding/late-charge-settlements", Charges(29, "L-1"));
        await app.AskAndApproveAsync("funding/charity-payments", Gift("Mahak", 19, "G-1"));

        var books = Books.BooksHttp.Balances(await Books.BooksHttp.ReadAsync(app, "funding/trial-balance"));
        var ledger = Books.BooksHttp.Items(await Books.BooksHttp.ReadAsync(app, "funding/ledger?account=CHARITY_PAYABLE"));
        var statement = await Books.BooksHttp.ReadAsync(app, "funding/funders/SINA/statement");

        Assert.Equal(
            (-30L, 29L, -20L, 19L),
            (books["LATE_CHARGES SERVICER employment"], books["LATE_CHARGES_SETTLED SERVICER"], books["CHARITY_PAYABLE SERVICER employment"], books["CHARITY_PAYABLE SERVICER"]));
        Assert.Equal(2, ledger.Count);
        Assert.Equal(5_900L - 590 + 59, statement.GetProperty("cash").GetProperty("closing").Rials("amountRials"));
    }

    private static object Charges(long amount, string reference) =>
        new { amountRials = amount, bankReference = reference, valueDate = "2026-11-22", reason = "month end" };

    private static object Gift(string beneficiary, long amount, string reference) =>
        new { beneficiary, amountRials = amount, bankReference = reference, valueDate = "2026-11-22", reason = "decision 3" };

    private static async Task<long> Held(TestApplication app)
    {
        var position = await app.PositionAsync();
        return position.Rials("lateChargesHeldRials") + position.Rials("charityHeldRials");
    }

    /// <summary>A loan of 840, of which 84 and a fee of 5 have been repaid, and this for lateness.</summary>
    private static async Task<TestApplication> LateAsync(long lateCharges, long charity)
    {
        var app = await FundingHttp.StartAsync();
        await app.DeliverAsync(Facts.Repaid(await LentAsync(app), Facts.Exact(84), fee: 5, lateCharges: lateCharges, charity: charity));
        return app;
    }

    private static async Task<Guid> LentAsync(TestApplication app)
    {
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        IFact[] facts = [Facts.Approved(application, 840), Facts.Ordered(application, Facts.Exact(840), order), Facts.Disbursed(application, Facts.Exact(840), order, loan)];
        foreach (var fact in facts)
        {
            await app.DeliverAsync(fact);
        }

        return loan;
    }
}
