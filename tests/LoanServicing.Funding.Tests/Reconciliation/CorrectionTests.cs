using System.Net;
using LoanServicing.Contracts;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>What is wrong in the books, or in them twice, leaves them by the opposite entry, as two people of finance say (rule R2).</summary>
public class CorrectionTests
{
    [StoreFact]
    public async Task A_deposit_that_was_mistyped_is_reversed_and_recorded_again_under_its_reference()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("SINA", 5_900, "S-1");
        await app.ReadAsync(Line(5_800, "S-1"));
        var wrong = (await app.BreaksAsync(2)).Single(one => one.Text("side") == "movement").GetProperty("breakId").GetGuid();

        await app.AskAndApproveAsync($"funding/breaks/{wrong}/resolution", new { action = "reverse", reason = "the slip says 5,800" });
        await app.ContributeAsync("SINA", 5_800, "S-1");

        Assert.Empty(await app.BreaksAsync(0));
        var position = await app.PositionAsync();
        Assert.Equal((5_800L, 5_800L), (position.Funder("SINA").Rials("depositedRials"), position.Rials("bankBalanceRials")));
        Assert.Equal(wrong, await app.OneAsync<Guid>("select corrects from journal_entry where kind = 'reversal'"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_deposit_that_is_promised_stays_until_other_money_covers_it()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 25, "A-1");
        await app.ContributeAsync("SINA", 59, "S-1");
        await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 84));
        await app.ReadAsync(Line(25, "A-1"), Line(58, "S-1"));
        var wrong = (await app.BreaksAsync(2)).Single(one => one.Text("side") == "movement").GetProperty("breakId").GetGuid();
        var request = await app.AskAsync($"funding/breaks/{wrong}/resolution", new { action = "reverse", reason = "the slip says 58" });

        var (status, problem) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);
        Assert.Equal((HttpStatusCode.Conflict, "reversal.in-use"), (status, problem.Text("code")));
        await app.AssertSoundAsync();

        await app.ContributeAsync("SINA", 59, "S-2");
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/approval", null)).Status);
        Assert.Equal(59, (await app.PositionAsync()).Funder("SINA").Rials("depositedRials"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_remittance_and_a_fee_settlement_that_never_left_are_held_again()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app);
        await app.AskAndApproveAsync("funding/remittances", new { funder = "SINA", amountRials = 59, bankReference = "W-1", valueDate = "2026-11-22", reason = "letter 12" });
        await app.AskAndApproveAsync("funding/fee-settlements", new { amountRials = 5, bankReference = "F-1", valueDate = "2026-11-22", reason = "letter 13" });
        await app.ReadAsync(Line(1, "ODD", isCredit: false));
        var missing = (await app.BreaksAsync(7)).Where(one => one.Rials("amountRials") is 59 or 5 && one.Text("direction") == "debit").ToList();

        foreach (var one in missing)
        {
            await app.AskAndApproveAsync($"funding/breaks/{one.Text("breakId")}/resolution", new { action = "reverse", reason = "the bank did not carry it out" });
        }

        Assert.Equal(2, missing.Count);
        var position = await app.PositionAsync();
        Assert.Equal((0L, 59L, 5L), (position.Funder("SINA").Rials("remittedRials"), position.Funder("SINA").Rials("remittableRials"), position.Rials("feesHeldRials")));
        await app.AskAndApproveAsync("funding/remittances", new { funder = "SINA", amountRials = 59, bankReference = "W-1", valueDate = "2026-11-22", reason = "letter 12" });
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_that_the_books_had_already_leaves_them_and_its_line_is_the_other_entrys()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        await app.ContributeAsync("SINA", 5_900, "TYPED-WRONG");
        await app.SetBusinessDateAsync(Facts.Today.PlusDays(1));
        await app.ReadAsync(Line(5_900, "RIGHT-1", on: Facts.Today.PlusDays(1)));
        await app.BookSentAsync(heard);
        Assert.Equal(11_800, (await app.PositionAsync()).Rials("bankBalanceRials"));
        var breaks = await app.BreaksAsync(2);
        var (suspense, entry) = (breaks.Single(one => one.Text("side") == "suspense").Text("breakId"), breaks.Single(one => one.Text("side") == "movement").Text("breakId"));

        await app.AskAndApproveAsync($"funding/breaks/{suspense}/resolution", new { action = "same", reason = "slip of Sina", entryIds = new[] { entry } });

        Assert.Empty(await app.BreaksAsync(0));
        var position = await app.PositionAsync();
        Assert.Equal((5_900L, 0L, 5_900L), (position.Funder("SINA").Rials("depositedRials"), position.Rials("suspenseRials"), position.Rials("bankBalanceRials")));
        Assert.Equal(("by-hand", 1, 1), await app.OneAsync<(string, int, int)>("select matched_by, lines, movements from bank_match"));
        Assert.Equal(("same", null), (await heard.ExpectAsync<SuspenseResolved>(1)).Select(fact => (fact.ResolvedAs, fact.LoanId)).Single());
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task One_line_of_the_bank_is_several_entries_of_the_books()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        await app.ContributeAsync("ALAVI", 2_500, "TYPED-1");
        await app.ContributeAsync("SINA", 5_900, "TYPED-2");
        await app.ReadAsync(Line(8_400, "BOTH"));
        await app.BookSentAsync(heard);
        var breaks = await app.BreaksAsync(3);

        await app.AskAndApproveAsync(
            $"funding/breaks/{breaks.Single(one => one.Text("side") == "suspense").Text("breakId")}/resolution",
            new { action = "same", reason = "one transfer", entryIds = breaks.Where(one => one.Text("side") == "movement").Select(one => one.Text("breakId")) });

        Assert.Empty(await app.BreaksAsync(0));
        Assert.Equal(8_400, (await app.PositionAsync()).Rials("bankBalanceRials"));
        Assert.Equal(("by-hand", 1, 2), await app.OneAsync<(string, int, int)>("select matched_by, lines, movements from bank_match"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Several_lines_of_the_bank_are_one_entry_of_the_books()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var (suspense, entryIds) = await OneDepositInTwoLinesAsync(app, heard);

        var (half, problem) = await app.Finance(1).SendAsync($"funding/breaks/{suspense[0]}/resolution", new { action = "same", reason = "half of it", entryIds });
        await app.AskAndApproveAsync($"funding/breaks/{suspense[0]}/resolution", new { action = "same", reason = "two transfers", entryIds, breakIds = suspense.Skip(1) });

        Assert.Equal((HttpStatusCode.Conflict, "match.does-not-add-up"), (half, problem.Text("code")));
        Assert.Empty(await app.BreaksAsync(0));
        Assert.Equal((5_900, 0), ((await app.PositionAsync()).Rials("bankBalanceRials"), (await app.PositionAsync()).Rials("suspenseRials")));
        Assert.Equal(("by-hand", 2, 1), await app.OneAsync<(string, int, int)>("select matched_by, lines, movements from bank_match"));
        var told = await heard.ExpectAsync<SuspenseResolved>(2);
        Assert.Equal(2, told.Select(fact => fact.SuspenseId).Distinct().Count());
        Assert.All(told, fact => Assert.Equal(1, fact.Header.Sequence));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_that_the_bank_has_not_shown_is_the_same_as_an_entry_and_is_missing_no_more()
    {
        await using var app = await FundingHttp.StartAsync();
        var suspended = Facts.Suspended(84) with { BankReference = "TOLD-1" };
        await app.DeliverAsync(suspended);
        await app.ContributeAsync("SINA", 84, "TYPED-1");
        await app.ReadAsync(Line(84, "TYPED-1"), Line(1, "ODD", isCredit: false));
        var missing = (await app.BreaksAsync(3)).Single(one => one.Text("kind") == "missing-in-bank").Text("breakId");
        var (refused, problem) = await app.Finance(1).SendAsync($"funding/breaks/{missing}/resolution", new { action = "exclude", reason = "x" });
        await app.ContributeAsync("SINA", 84, "TYPED-2");
        var entry = await app.OneAsync<Guid>("select entry_id from bank_movement where reference = 'TYPED-2'");

        await app.AskAndApproveAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "same", reason = "told twice", entryIds = new[] { entry } });

        Assert.Equal((HttpStatusCode.Conflict, "break.other-action"), (refused, problem.Text("code")));
        Assert.Equal(["missing-in-bank", "missing-in-books"], (await app.BreaksAsync(2)).Select(one => one.Text("kind")).Order());
        Assert.Equal(0, (await app.PositionAsync()).Rials("suspenseRials"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_two_people_who_end_the_same_break_the_second_finds_it_ended()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var (suspense, entryIds) = await OneDepositInTwoLinesAsync(app, heard);
        var both = await app.AskAsync($"funding/breaks/{suspense[0]}/resolution", new { action = "same", reason = "two transfers", entryIds, breakIds = suspense.Skip(1) });
        await app.AskAndApproveAsync($"funding/breaks/{suspense[1]}/resolution", new { action = "contribution", reason = "letter of Alavi", funder = "ALAVI" });

        var (status, problem) = await app.Finance(2).SendAsync($"checks/{both}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, "break.not-open"), (status, problem.Text("code")));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_that_the_bank_takes_back_leaves_the_books_as_the_line_shows()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        await app.ReadAsync(Line(84, "WRONG-1"));
        await app.BookSentAsync(heard);
        await app.SetBusinessDateAsync(Facts.Today.PlusDays(1));
        await app.ReadAsync(Line(84, "WRONG-1", isCredit: false, isReversal: true, on: Facts.Today.PlusDays(1)));
        var breaks = await app.BreaksAsync(2);
        var (suspense, line) = (breaks.Single(one => one.Text("side") == "suspense").Text("breakId"), breaks.Single(one => one.Text("side") == "line").Text("breakId"));

        await app.AskAndApproveAsync($"funding/breaks/{suspense}/resolution", new { action = "returned", reason = "the bank's letter", lineIds = new[] { line } });

        Assert.Empty(await app.BreaksAsync(0));
        Assert.Equal((0, 0), ((await app.PositionAsync()).Rials("bankBalanceRials"), (await app.PositionAsync()).Rials("suspenseRials")));
        await Eventually.TrueAsync(async () => await app.OneAsync<long>("select count(*) from statement_line where state <> 'matched'") == 0, "both lines are matched");
        Assert.Equal("returned", (await heard.ExpectAsync<SuspenseResolved>(1)).Single().ResolvedAs);
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_line_that_looks_like_a_repetition_and_is_money_of_its_own_is_sent_on_as_such()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        await app.ReadAsync(Line(84, "DOC-7"), Line(84, "DOC-7"));
        var second = (await app.BreaksAsync(1)).Single().Text("breakId");

        await app.AskAndApproveAsync($"funding/breaks/{second}/resolution", new { action = "receipt", reason = "two slips" });

        var sent = (await heard.ExpectAsync<ReceiptsOnStatement>(2)).SelectMany(fact => fact.Receipts).ToList();
        Assert.Equal([("DOC-7", null), (sent[1].BankReference, true)], sent.Select(line => (line.BankReference, line.IsConfirmed)));
        Assert.Matches("^DOC-7/[0-9a-f]{12}$", sent[1].BankReference);
        await app.BookSentAsync(heard);
        Assert.All(await app.BreaksAsync(2), one => Assert.Equal("unknown-payer", one.Text("kind")));
        await app.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("FEE", "receipt", "break.other-action")]
    [InlineData("FEE", "reverse", "break.other-action")]
    [InlineData("FEE", "same", "break.other-action")]
    public async Task What_does_not_fit_the_break_is_refused(string reference, string action, string code)
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ReadAsync(Line(500, reference, isCredit: false));
        var id = (await app.BreaksAsync(1)).Single().Text("breakId");

        var (status, problem) = await app.Finance(1).SendAsync($"funding/breaks/{id}/resolution", new { action, reason = "x" });

        Assert.Equal((HttpStatusCode.Conflict, code), (status, problem.Text("code")));
    }

    [StoreFact]
    public async Task Money_in_suspense_is_not_the_same_as_an_entry_of_another_amount_or_of_none()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("SINA", 5_900, "S-1");
        var suspended = Facts.Suspended(84);
        await app.DeliverAsync(suspended);
        var other = await app.OneAsync<Guid>("select entry_id from journal_entry where kind = 'contribution'");

        foreach (var entryIds in new Guid[][] { [other], [], [Guid.CreateVersion7()] })
        {
            var (status, problem) = await app.Finance(1).SendAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "same", reason = "x", entryIds });
            Assert.Equal((HttpStatusCode.Conflict, "match.does-not-add-up"), (status, problem.Text("code")));
        }
    }

    /// <summary>A deposit in the books that the bank has shown as two transfers, both in suspense: the breaks of these and the deposit's.</summary>
    private static async Task<(IReadOnlyList<string> Suspense, IReadOnlyList<string> EntryIds)> OneDepositInTwoLinesAsync(TestApplication app, Heard heard)
    {
        await app.ContributeAsync("SINA", 5_900, "TYPED-1");
        await app.ReadAsync(Line(5_000, "PART-1"), Line(900, "PART-2"));
        await app.BookSentAsync(heard);
        var sides = (await app.BreaksAsync(3)).ToLookup(one => one.Text("side"), one => one.Text("breakId")!);
        return ([.. sides["suspense"]], [.. sides["movement"]]);
    }

    private static async Task LentAsync(TestApplication app)
    {
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), order));
        await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(840), order, loan));
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5));
    }
}
