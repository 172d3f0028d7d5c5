using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Breaks end as two people of finance say.</summary>
public class ResolutionTests
{
    private const string DepositId = "100000114";

    [StoreFact]
    public async Task Breaks_are_listed_with_their_kind_age_and_where_they_come_from()
    {
        await using var app = await FundingHttp.StartAsync();
        var file = await app.ReadAsync(Line(500, "FEE", isCredit: false));
        await app.BreaksAsync(1);
        await app.SetBusinessDateAsync(Facts.Today.PlusDays(4));

        var found = Assert.Single(await app.BreaksAsync(1, "?kind=missing-in-books"));

        Assert.Equal(("line", "missing-in-books", "debit", 500L), (found.Text("side"), found.Text("kind"), found.Text("direction"), found.Rials("amountRials")));
        Assert.Equal((4, file, 2, "FEE"), (found.GetProperty("ageDays").GetInt32(), found.GetProperty("statementId").GetGuid(), found.GetProperty("statementLine").GetInt32(), found.Text("bankReference")));
        Assert.Empty(await app.BreaksAsync(0, "?kind=duplicate"));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Finance(1).GetAsync("funding/breaks?kind=odd")).StatusCode);
    }

    [StoreFact]
    public async Task A_line_is_left_out_by_two_people_with_a_reason()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ReadAsync(Line(500, "FEE", isCredit: false));
        var id = (await app.BreaksAsync(1)).Single().GetProperty("breakId").GetGuid();

        var request = await app.AskAsync($"funding/breaks/{id}/resolution", new { action = "exclude", reason = "bank charge, refunded in letter 9" });
        var (again, _) = await app.Finance(1).SendAsync($"funding/breaks/{id}/resolution", new { action = "exclude", reason = "again" });
        Assert.Equal(request, (await app.BreaksAsync(1)).Single().GetProperty("requestId").GetGuid());
        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (done, _) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.OK), (again, own, done));
        Assert.Empty(await app.BreaksAsync(0));
        Assert.Equal("excluded", await app.OneAsync<string>("select state from statement_line"));
        Assert.Equal(HttpStatusCode.Conflict, (await app.Finance(1).SendAsync($"funding/breaks/{id}/resolution", new { action = "exclude", reason = "late" })).Status);
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_refused_resolution_leaves_the_break_open_for_the_right_one()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ReadAsync(Line(500, "FEE", isCredit: false));
        var id = (await app.BreaksAsync(1)).Single().GetProperty("breakId").GetGuid();

        var request = await app.AskAsync($"funding/breaks/{id}/resolution", new { action = "exclude", reason = "no idea" });
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/refusal", new { reason = "ask the bank" })).Status);

        Assert.Equal(JsonValueKind.Null, (await app.BreaksAsync(1)).Single().GetProperty("requestId").ValueKind);
        Assert.NotEqual(request, await app.AskAsync($"funding/breaks/{id}/resolution", new { action = "exclude", reason = "letter 9" }));
    }

    [StoreFact]
    public async Task Lines_and_movements_that_do_not_add_up_are_not_matched_by_hand()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        await app.ContributeAsync("SINA", 84, "TYPED-WRONG");
        await app.ReadAsync(Line(50, "PART-1", isCredit: false), Line(50, "RIGHT-1"), Line(34, "RIGHT-2"));
        await app.BookSentAsync(heard);
        var breaks = await app.BreaksAsync(4);
        var missing = breaks.Single(one => one.Text("kind") == "missing-in-bank").GetProperty("breakId").GetGuid();
        var debit = breaks.Single(one => one.Text("kind") == "missing-in-books").GetProperty("breakId").GetGuid();

        var (wrong, problem) = await app.Finance(1).SendAsync($"funding/breaks/{missing}/resolution", new { action = "match", reason = "slip", lineIds = new[] { debit } });

        Assert.Equal((HttpStatusCode.Conflict, "match.does-not-add-up"), (wrong, problem.GetProperty("code").GetString()));
    }

    [StoreFact]
    public async Task A_movement_that_came_as_two_lines_is_matched_with_both()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app);
        await app.AskAndApproveAsync("funding/remittances", new { funder = "SINA", amountRials = 59, bankReference = "TYPED-WRONG", valueDate = "2026-11-22", reason = "letter 12" });
        await app.ReadAsync(Line(50, "OUT-1", isCredit: false), Line(9, "OUT-2", isCredit: false));
        var lines = (await app.BreaksAsync(7)).Where(one => one.Text("kind") == "missing-in-books").Select(one => one.GetProperty("breakId").GetGuid()).ToArray();
        var movement = (await app.BreaksAsync(7)).Single(one => one.Text("kind") == "missing-in-bank" && one.Rials("amountRials") == 59).GetProperty("breakId").GetGuid();

        await app.AskAndApproveAsync($"funding/breaks/{movement}/resolution", new { action = "match", reason = "two slips", lineIds = lines });

        Assert.DoesNotContain(await app.BreaksAsync(4), one => one.Rials("amountRials") is 50 or 9 or 59);
        Assert.Equal(("by-hand", 59L, 2, 1), await app.OneAsync<(string, long, int, int)>("select matched_by, amount, lines, movements from bank_match"));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_goes_to_a_loan_and_the_books_move_it_when_its_receipt_comes()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var loan = await LentAsync(app);
        await app.DeliverAsync(Facts.Opened(loan, DepositId));
        var suspended = Facts.Suspended(84);
        await app.DeliverAsync(suspended);

        await app.AskAndApproveAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "assign", reason = "slip of the payer", depositId = "1000-00114" });

        var told = (await heard.ExpectAsync<SuspenseResolved>(1)).Single();
        Assert.Equal((suspended.SuspenseId, "assigned", loan, 1L), (told.SuspenseId, told.ResolvedAs, told.LoanId, told.Header.Sequence));
        Assert.Empty(await app.BreaksAsync(0, "?kind=unknown-payer"));
        var before = (await app.PositionAsync()).Rials("bankBalanceRials");
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84)) with { SuspenseId = suspended.SuspenseId });
        var after = await app.PositionAsync();
        Assert.Equal((before, 0L, 59L), (after.Rials("bankBalanceRials"), after.Rials("suspenseRials"), after.Funder("SINA").Rials("collectedRials") - 59));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task An_entry_leads_to_its_receipt_and_to_the_line_of_the_file_that_it_came_from()
    {
        await using var app = await FundingHttp.StartAsync();
        var loan = await LentAsync(app);
        await app.DeliverAsync(Facts.Opened(loan, DepositId));
        var suspended = Facts.Suspended(42) with { BankReference = "LATER-1" };
        await app.DeliverAsync(suspended);
        var file = await app.ReadAsync(Line(42, "LATER-1"), Line(84, "TOLD-1", depositId: DepositId));
        var (told, later) = (Facts.Repaid(loan, Facts.Exact(84)) with { BankReference = "TOLD-1" }, Facts.Repaid(loan, new FunderShares(new Rials(12), new Rials(30))));
        await app.DeliverAsync(told);
        await app.DeliverAsync(later with { SuspenseId = suspended.SuspenseId, BankReference = "LATER-1" });

        foreach (var (fact, reference, line, suspenseId) in new[] { (told, "TOLD-1", 3, (Guid?)null), (later, "LATER-1", 2, suspended.SuspenseId) })
        {
            var entry = await app.EntryOfAsync(fact.ReceiptId);
            var origin = await Eventually.ValueAsync(
                () => app.Finance(1).GetFromJsonAsync<JsonElement>($"funding/journal/{entry}/origin"), view => view.GetProperty("bank").GetProperty("lines").GetArrayLength() == 1, "the line is matched");
            Assert.Equal(fact.ReceiptId, origin.GetProperty("receiptId").GetGuid());
            Assert.Equal(suspenseId?.ToString(), origin.Text("suspenseId"));
            var shown = origin.GetProperty("bank").GetProperty("lines")[0];
            Assert.Equal((file, line, reference), (shown.GetProperty("statementId").GetGuid(), shown.GetProperty("textLine").GetInt32(), shown.Text("reference")));
        }
    }

    [StoreFact]
    public async Task What_the_loan_could_not_take_is_a_break_again_and_can_be_given_to_another()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var loan = await LentAsync(app);
        var suspended = Facts.Suspended(84);
        await app.DeliverAsync(suspended);
        await app.AskAndApproveAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "assign", reason = "slip", loanId = loan });

        await app.DeliverAsync(Facts.Kept(suspended.SuspenseId, loan));
        Assert.Equal("value-date.before-paying-out", Assert.Single(await app.BreaksAsync(1, "?kind=unknown-payer")).Text("keptBecause"));
        await app.AskAndApproveAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "assign", reason = "other slip", loanId = loan });

        Assert.Equal([1L, 2L], (await heard.ExpectAsync<SuspenseResolved>(2)).Select(fact => fact.Header.Sequence));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_in_suspense_that_is_a_funders_deposit_counts_once()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var suspended = Facts.Suspended(5_900) with { BankReference = "SLIP-1" };
        await app.DeliverAsync(suspended);
        var (twice, problem) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 5_900, "slip-۱"));
        Assert.Equal((HttpStatusCode.Conflict, "contribution.in-suspense", suspended.SuspenseId), (twice, problem.GetProperty("code").GetString(), problem.GetProperty("breakId").GetGuid()));

        await app.AskAndApproveAsync($"funding/breaks/{suspended.SuspenseId}/resolution", new { action = "contribution", reason = "letter of Sina", funder = "SINA" });

        var position = await app.PositionAsync();
        Assert.Equal((5_900L, 0L, 5_900L), (position.Funder("SINA").Rials("depositedRials"), position.Rials("suspenseRials"), position.Rials("bankBalanceRials")));
        Assert.Equal("contribution", (await heard.ExpectAsync<SuspenseResolved>(1)).Single().ResolvedAs);
        var origin = await app.Finance(1).GetFromJsonAsync<JsonElement>($"funding/journal/{await app.OneAsync<Guid>("select entry_id from journal_entry where kind = 'contribution'")}/origin");
        Assert.Equal((suspended.SuspenseId.ToString(), "SLIP-1"), (origin.Text("suspenseId"), origin.GetProperty("bank").Text("bankReference")));
        await app.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("{'action':'forgive','reason':'x'}", HttpStatusCode.BadRequest, "action.unknown")]
    [InlineData("{'action':'exclude','reason':'x','funder':'SINA'}", HttpStatusCode.BadRequest, "field.unknown")]
    [InlineData("{'action':'assign','reason':'x'}", HttpStatusCode.BadRequest, "field.exactly-one-of")]
    [InlineData("{'action':'assign','reason':'x','depositId':'100000115'}", HttpStatusCode.BadRequest, "deposit-id.invalid")]
    [InlineData("{'action':'assign','reason':'x','depositId':'100000114'}", HttpStatusCode.Conflict, "loan.unknown")]
    [InlineData("{'action':'exclude','reason':'x'}", HttpStatusCode.Conflict, "break.other-action")]
    [InlineData("{'action':'contribution','reason':'x','funder':'BANK'}", HttpStatusCode.BadRequest, "funder.unknown")]
    public async Task What_cannot_be_meant_is_refused(string body, HttpStatusCode expected, string code)
    {
        await using var app = await FundingHttp.StartAsync();
        var suspended = Facts.Suspended(84);
        await app.DeliverAsync(suspended);

        var (status, problem) = await app.Finance(1).SendAsync(
            $"funding/breaks/{suspended.SuspenseId}/resolution", JsonSerializer.Deserialize<JsonElement>(body.Replace('\'', '"')));

        Assert.Equal(expected, status);
        Assert.Contains(code, problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A loan of 840, of which 84 has been repaid.</summary>
    private static async Task<Guid> LentAsync(TestApplication app)
    {
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), order));
        await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(840), order, loan));
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84)));
        return loan;
    }
}

/// <summary>The calls of these tests.</summary>
internal static class ResolutionCalls
{
    public static Task<Guid> ReadAsync(this TestApplication app, params LoanServicing.Funding.StatementFiles.StatementLine[] lines) =>
        app.Database(FundingService.Name).ReadStatementAsync(lines);

    /// <summary>Waits until so many breaks are open.</summary>
    public static async Task<IReadOnlyList<JsonElement>> BreaksAsync(this TestApplication app, int count, string query = "")
    {
        var finance = app.Finance(1);
        return await Eventually.ValueAsync(
            async () => (IReadOnlyList<JsonElement>)[.. (await finance.GetFromJsonAsync<JsonElement>("funding/breaks" + query)).GetProperty("items").EnumerateArray()],
            breaks => breaks.Count == count,
            $"{count} breaks {query}");
    }

    public static async Task AskAndApproveAsync(this TestApplication app, string path, object body)
    {
        var request = await app.AskAsync(path, body);
        var (status, answer) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
    }

    /// <summary>What was sent on as receipts comes back as money in suspense.</summary>
    public static async Task BookSentAsync(this TestApplication app, Heard heard)
    {
        foreach (var line in (await heard.ExpectAsync<ReceiptsOnStatement>(1)).SelectMany(fact => fact.Receipts))
        {
            await app.DeliverAsync(Facts.Suspended(line.Amount.Value) with { BankReference = line.BankReference });
        }
    }

    public static Task<T> OneAsync<T>(this TestApplication app, string sql) =>
        app.Database(FundingService.Name).ReadAsync(connection => connection.QuerySingleAsync<T>(sql));

    public static Task<Guid> EntryOfAsync(this TestApplication app, Guid receiptId) => app.Database(FundingService.Name).ReadAsync(
        connection => connection.QuerySingleAsync<Guid>("select entry_id from journal_receipt where receipt_id = @receiptId", new { receiptId }));

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static async Task AssertSoundAsync(this TestApplication app) => Assert.Empty(
        (await app.Database(FundingService.Name).ReadAsync(connection => FundingService.Module.Verify(connection))).SelectMany(finding => finding.Problems));
}
