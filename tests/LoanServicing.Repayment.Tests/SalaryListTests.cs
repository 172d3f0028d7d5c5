using System.Text;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Repayment.Tests.SalaryListBench;

namespace LoanServicing.Repayment.Tests;

/// <summary>Lists of salary deductions: each row a receipt, the list as a whole or not at all, and once.</summary>
public class SalaryListTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const string Unknown = "900000145";

    private readonly SalaryListBench _list = new(host);

    [StoreFact]
    public async Task Each_row_of_a_list_is_a_receipt_and_its_loan_may_be_named_twice()
    {
        var ((first, firstId), (second, secondId)) = (await _list.OpenAsync(), await _list.OpenAsync());

        var (status, body) = await _list.SendAsync(Csv((firstId, 600_000), (secondId, 700_000), (firstId, 50_000)));

        Assert.True(status == 201, $"{status} {body}");
        Assert.Equal(("done", 3, 3, 0, 1_350_000L), (body.Text("status"), Int(body, "rows"), Int(body, "rowsPosted"), Int(body, "rowsSuspended"), body.Rials("totalRials")));
        Assert.Equal([4], body.GetProperty("repeatedLines").EnumerateArray().Select(line => line.GetInt32()));
        Assert.Equal([(600_000, "salary /1"), (50_000, "salary /3")], await _list.ReceiptsAsync(first));
        Assert.Equal([(700_000, "salary /2")], await _list.ReceiptsAsync(second));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_same_list_again_changes_nothing_under_its_key_or_another()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var (_, first) = await _list.SendAsync(Csv((depositId, 600_000)), key: $"key-{_list.Reference}");

        var (replayed, same) = await _list.SendAsync(Csv((depositId, 600_000)), key: $"key-{_list.Reference}");
        var (again, known) = await _list.SendAsync(Csv((depositId, 600_000)));

        Assert.Equal((201, first.GetRawText()), (replayed, same.GetRawText()));
        Assert.Equal((200, true, first.GetProperty("listId").GetGuid()), (again, known.GetProperty("wasKnown").GetBoolean(), known.GetProperty("listId").GetGuid()));
        Assert.Single(await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task The_reference_of_a_list_stands_for_no_other_list_and_its_key_for_no_other_request()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        await _list.SendAsync(Csv((depositId, 600_000)), key: $"key-{_list.Reference}");

        var (otherRows, rows) = await _list.SendAsync(Csv((depositId, 600_001)));
        var (otherDay, day) = await _list.SendAsync(Csv((depositId, 600_000)), "valueDate=2026-11-01");
        var (otherEmployer, employer) = await _list.SendAsync(Csv((depositId, 600_000)), "employer=other");
        var (otherKey, key) = await _list.SendAsync(Csv((depositId, 600_000)), $"listReference=OTHER-{_list.Reference}", $"key-{_list.Reference}");

        Assert.Equal((422, "salary-list.reference-reused"), (otherRows, rows.Text("code")));
        Assert.Equal((422, "salary-list.reference-reused"), (otherDay, day.Text("code")));
        Assert.Equal((422, "salary-list.reference-reused"), (otherEmployer, employer.Text("code")));
        Assert.Equal((422, "idempotency-key.reused"), (otherKey, key.Text("code")));
        Assert.Single(await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task A_list_with_rows_that_cannot_be_posted_is_refused_whole_and_tells_each_by_its_line()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var csv = "deposit id;amount;name\r\n"
            + $"{depositId};600000;زهرا\r\n{Unknown};1;x\r\n100000100;1;x\r\n{depositId};0;x\r\n{depositId};-5;x\r\n{depositId};1.5;x\r\n{depositId};;x\r\n;70;x\r\n{depositId};10000000001;x\r\nجمع;600000\r\n";

        var (status, problem) = await _list.SendAsync(csv);

        Assert.Equal((400, "salary-list.bad-rows"), (status, problem.Text("code")));
        Assert.Equal(
            [
                "line 3 salary-row.unknown", "line 4 salary-row.unknown", "line 5 salary-row.amount", "line 6 salary-row.amount", "line 7 salary-row.amount",
                "line 8 salary-row.amount", "line 9 salary-row.no-loan", "line 10 amount.above-ceiling", "line 11 salary-row.unknown",
            ],
            problem.Errors());
        Assert.Equal((10, 9), (Int(problem, "rows"), Int(problem, "badRows")));
        Assert.Empty(await _list.ReceiptsAsync(loanId));
        Assert.Equal(400, (await _list.SendAsync(csv, "partial=true")).Status); // amounts that cannot be read can be kept nowhere
    }

    [StoreFact]
    public async Task Of_a_partial_list_the_rows_that_name_no_loan_are_suspended_and_the_sum_is_whole()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var csv = Csv((depositId, 600_000), (Unknown, 1_000), ("", 20), (depositId, 10_000_000_001));

        var (status, body) = await _list.SendAsync(csv, "partial=true");

        Assert.True(status == 201, $"{status} {body}");
        Assert.Equal((1, 3, 10_000_001_021L), (Int(body, "rowsPosted"), Int(body, "rowsSuspended"), body.Rials("suspendedRials")));
        Assert.Equal(
            [(3, 2, "salary-row.unknown"), (4, 3, "salary-row.no-loan"), (5, 4, "amount.above-ceiling")],
            body.GetProperty("suspended").EnumerateArray().Select(row => (Int(row, "line"), Int(row, "row"), row.Text("reason")!)));
        Assert.Equal(["salary /2 salary-row.unknown", "salary /3 salary-row.no-loan", "salary /4 amount.above-ceiling"], await _list.SuspendedAsync());
        Assert.Equal([(600_000, "salary /1")], await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_row_may_name_its_loan_by_id_or_contract_and_all_that_it_says_must_agree()
    {
        var ((first, firstId), (second, secondId)) = (await _list.OpenAsync(), await _list.OpenAsync());
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update loan set contract_number = @number where id = @id", new { number = _list.Reference, id = first }));
        const string Header = "loan id,contract number,national id,deposit id,amount\n";

        var (status, body) = await _list.SendAsync($"{Header}{first},,,,1\n,{_list.Reference},499370899,,2\n{first},{_list.Reference},0499370899,{firstId},3\n");
        var (refused, problem) = await _list.SendAsync(
            $"{Header}{first},,,{secondId},1\n,{_list.Reference},1234567891,,2\nnonsense,,,,3\n,K-1405-1,,,4\n{second},NO-SUCH,,,5\n", $"listReference=B-{_list.Reference}");

        Assert.True(status == 201, $"{status} {body}");
        Assert.Equal([1L, 2, 3], (await _list.ReceiptsAsync(first)).Select(receipt => receipt.Rials));
        Assert.Equal(
            (400, "line 2 salary-row.several-loans; line 3 salary-row.another-person; line 4 salary-row.unknown; line 5 salary-row.several-loans; line 6 salary-row.unknown"),
            (refused, string.Join("; ", problem.Errors())));
    }

    [StoreTheory]
    [InlineData("\uFEFFشناسه واریز;مبلغ (ریال)\r\n{0};۶۰۰٬۰۰۰\r\n")]
    [InlineData("لیست کسر از حقوق آبان\r\n\r\nنام\tشناسه پرداخت\tكسر از حقوق\r\n\"رضا\tسالاری\"\t{0}\t600,000\r\n\t\t\r\n")]
    [InlineData("\"Deposit ID\",\"Amount (Rials)\"\n\"{0}\",\"600,000\"")]
    public async Task A_list_is_read_as_Excel_saves_it_in_Persian_or_English(string csv)
    {
        var (loanId, depositId) = await _list.OpenAsync();

        var (status, body) = await _list.SendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, csv, depositId));

        Assert.True(status == 201, $"{status} {body}");
        Assert.Equal([(600_000, "salary /1")], await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task A_list_in_UTF16_is_read_by_its_mark()
    {
        var (loanId, depositId) = await _list.OpenAsync();

        await _list.SendAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes($"شناسه واریز\tمبلغ\r\n{depositId}\t5\r\n")]);

        Assert.Equal([(5, "salary /1")], await _list.ReceiptsAsync(loanId));
    }

    [StoreTheory]
    [InlineData("", "salary-list.empty")]
    [InlineData("PK\u0003\u0004rubbish", "salary-list.not-csv")]
    [InlineData("deposit id,amount\n1\0,2\n", "salary-list.not-text")]
    [InlineData("deposit id,amount\n", "salary-list.no-rows")]
    [InlineData("name,amount\nx,2\n", "salary-list.no-header")]
    [InlineData("deposit id,amount toman\n1,2\n", "salary-list.no-header")]
    [InlineData("deposit id,amount,مبلغ\n1,2,3\n", "salary-list.column-twice")]
    [InlineData("deposit id,amount\n\"1,2\n", "salary-list.not-rows")]
    [InlineData("{\"a\":1}", "salary-list.not-rows")]
    public async Task A_body_that_is_no_list_is_refused_with_what_to_do_about_it(string csv, string code)
    {
        var (status, problem) = await _list.SendAsync(csv);

        Assert.Equal((400, code), (status, problem.Text("code")));
        Assert.Contains(' ', problem.Text("title")!);
    }

    [StoreFact]
    public async Task Bytes_of_another_encoding_too_many_rows_and_too_large_a_file_are_refused()
    {
        Assert.Equal("salary-list.not-text", (await _list.SendAsync([.. "deposit id,amount\n"u8, 0xC7, 0xE1])).Body.Text("code"));
        Assert.Equal("salary-list.too-long", (await _list.SendAsync("deposit id,amount\n" + string.Concat(Enumerable.Repeat("1,2\n", 20_001)))).Body.Text("code"));
        var (status, problem) = await _list.SendAsync(new byte[(4 << 20) + 1]);
        Assert.Equal((413, "file.too-large"), (status, problem.Text("code")));
    }

    [StoreFact]
    public async Task Rows_of_the_largest_amounts_are_told_and_do_not_overflow_their_sum()
    {
        var rows = string.Concat(Enumerable.Repeat($"{Unknown},9007199254740992\n", 1_100));

        var (status, problem) = await _list.SendAsync("deposit id,amount\n" + rows);
        var (partial, total) = await _list.SendAsync("deposit id,amount\n" + rows, "partial=true");

        Assert.Equal((400, "salary-list.bad-rows", 1_100), (status, problem.Text("code"), Int(problem, "badRows")));
        Assert.Equal((400, "salary-list.total"), (partial, total.Text("code")));
    }

    [StoreTheory]
    [InlineData("employer=", "employer field.required")]
    [InlineData("listReference=", "listReference field.required")]
    [InlineData("valueDate=1405-08-01x", "valueDate date.invalid")]
    [InlineData("valueDate=2028-09-22", "valueDate value-date.after-business-date")]
    [InlineData("partial=perhaps", "partial boolean.expected")]
    public async Task A_wrong_field_of_the_query_is_refused_by_name(string query, string expected)
    {
        var (_, depositId) = await _list.OpenAsync();

        var (status, problem) = await _list.SendAsync(Csv((depositId, 1)), query);

        Assert.Equal(400, status);
        Assert.Equal([expected], problem.Errors());
    }

    [StoreFact]
    public async Task A_value_date_before_a_loan_was_paid_out_is_told_of_its_row()
    {
        var (_, depositId) = await _list.OpenAsync();

        var (_, problem) = await _list.SendAsync(Csv((depositId, 1)), "valueDate=2026-09-21");

        Assert.Equal(["line 2 value-date.before-paying-out"], problem.Errors());
    }

    [StoreFact]
    public async Task Who_is_limited_to_counties_posts_for_loans_in_them_and_sees_the_lists_of_their_own()
    {
        var ((_, here), (_, elsewhere)) = (await _list.OpenAsync("Rabor"), await _list.OpenAsync("Jiroft"));
        var limited = host.App.Client("cashier-rabor", [Roles.Cashier], ["Rabor"]);

        var (refused, problem) = await _list.SendAsync(Csv((here, 1), (elsewhere, 1)), client: limited);
        var (_, mine) = await _list.SendAsync(Csv((here, 1)), client: limited);
        var (_, others) = await _list.SendAsync(Csv((here, 1)), $"listReference=B-{_list.Reference}");

        Assert.Equal((403, "auth.outside-counties"), (refused, problem.Text("code")));
        Assert.Equal(200, (await _list.ReadAsync(mine.GetProperty("listId").GetGuid(), limited)).Status);
        Assert.Equal(404, (await _list.ReadAsync(others.GetProperty("listId").GetGuid(), limited)).Status);
        var (_, page) = await host.GetAsync("salary-deductions", limited);
        Assert.All(page.GetProperty("items").EnumerateArray(), item => Assert.Equal("cashier-rabor", item.Text("receivedBy")));
        Assert.Contains(page.GetProperty("items").EnumerateArray(), item => item.Text("listReference") == _list.Reference);
    }

    [StoreFact]
    public async Task Lists_come_newest_first_page_by_page()
    {
        var (_, depositId) = await _list.OpenAsync();
        await _list.SendAsync(Csv((depositId, 1)));
        await _list.SendAsync(Csv((depositId, 1)), $"listReference=B-{_list.Reference}");

        var (_, first) = await host.GetAsync("salary-deductions?limit=1");
        var (_, second) = await host.GetAsync($"salary-deductions?limit=1&cursor={first.Text("nextCursor")}");

        Assert.Equal([$"B-{_list.Reference}", _list.Reference], new[] { first, second }.Select(page => page.GetProperty("items")[0].Text("listReference")));
        Assert.Equal(400, (await host.GetAsync("salary-deductions?cursor=rubbish")).Status);
    }

    [StoreFact]
    public async Task A_long_list_is_posted_in_units_and_goes_on_where_it_was_cut()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        const int Rows = (2 * PostSalaryRows.AtOnce) + 7;

        var (status, body) = await _list.SendAsync(Csv([.. Enumerable.Range(1, Rows).Select(i => (depositId, (long)i))]));
        var listId = body.GetProperty("listId").GetGuid();
        Assert.Equal((202, Rows), (status, Int(body, "rows")));
        await Eventually.TrueAsync(async () => (await _list.ReadAsync(listId)).Body.Text("status") == "done", "the list is posted");

        var receipts = await _list.ReceiptsAsync(loanId);
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => ((long)i, $"salary /{i}")), receipts);
        Assert.Equal(0, await host.Database.WriteAsync(unit => PostSalaryRows.NextAsync(unit, listId, host.Rules)));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_a_unit_that_is_lost_nothing_stays_and_the_next_one_posts_its_rows()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var (_, body) = await _list.SendAsync(Csv((depositId, 600_000), (depositId, 700_000)));
        var listId = body.GetProperty("listId").GetGuid();
        await _list.ForgetAsync(listId);

        await Assert.ThrowsAsync<TimeoutException>(() => host.Database.WriteAsync(async unit =>
        {
            await unit.ExecuteAsync("update salary_list set status = 'posting' where list_id = @listId", new { listId });
            await PostSalaryRows.NextAsync(unit, listId, host.Rules);
            throw new TimeoutException("the process is killed here");
        }));
        Assert.Equal(["waiting", "waiting"], await _list.StatusesAsync(listId));
        Assert.Equal(2, (await _list.ReceiptsAsync(loanId)).Count); // those of the first posting, which the second finds

        await host.Database.WriteAsync(unit => PostSalaryRows.NextAsync(unit, listId, host.Rules));
        Assert.Equal(["posted", "posted"], await _list.StatusesAsync(listId));
        Assert.Equal([(600_000, "salary /1"), (700_000, "salary /2")], await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Rows_that_another_process_has_handled_since_the_list_was_read_are_left_to_it()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var (_, body) = await _list.SendAsync(Csv((depositId, 600_000)));
        var listId = body.GetProperty("listId").GetGuid();

        await Assert.ThrowsAsync<ConcurrentChangeException>(() => host.Database.WriteAsync(async unit =>
        {
            var list = await SalaryListStore.FindAsync(unit, listId);
            await SalaryListStore.TakeAsync(unit, list! with { RowsPosted = 0 });
        }));

        Assert.Single(await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task A_list_waits_where_the_business_date_of_Development_is_set_back_behind_it()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        var (_, body) = await _list.SendAsync(Csv((depositId, 600_000)));
        var listId = body.GetProperty("listId").GetGuid();

        await host.Database.WriteAsync(async unit =>
        {
            await unit.ExecuteAsync("update salary_row set status = 'waiting' where list_id = @listId", new { listId });
            await unit.ExecuteAsync("update salary_list set rows_posted = 0, status = 'posting', value_date = 20991231 where list_id = @listId", new { listId });
            Assert.Equal(0, await PostSalaryRows.NextAsync(unit, listId, host.Rules));
            unit.Refuse();
            return true;
        });

        Assert.Equal("done", (await _list.ReadAsync(listId)).Body.Text("status"));
        Assert.Single(await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task The_same_list_sent_at_once_is_posted_once()
    {
        var (loanId, depositId) = await _list.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _list.SendAsync(Csv((depositId, 600_000)))));

        Assert.Equal([200, 200, 200, 200, 201], answers.Select(answer => answer.Status).Order());
        Assert.Single(await _list.ReceiptsAsync(loanId));
    }

    [StoreFact]
    public async Task The_line_of_the_statement_that_pays_a_list_makes_nothing_and_a_second_one_is_other_money()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        await _list.SendAsync(Csv((depositId, 600_000), (depositId, 1)));

        await _list.ByStatementAsync(600_001);
        await _list.ByStatementAsync(600_001); // told once more
        Assert.Empty(await _list.SuspendedAsync());

        await _list.ByStatementAsync(600_001, suffix: "/0a1b2c3d4e5f"); // a second line of the same name
        await _list.ByStatementAsync(600_002, suffix: "/1a1b2c3d4e5f"); // another amount
        Assert.Equal(["statement /0a1b2c3d4e5f deposit-id.invalid", "statement /1a1b2c3d4e5f deposit-id.invalid"], await _list.SuspendedAsync());
        Assert.Equal(2, (await _list.ReceiptsAsync(loanId)).Count);
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_line_that_names_a_loan_and_pays_the_list_is_no_receipt_of_that_loan_either()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        await _list.SendAsync(Csv((depositId, 600_000), (depositId, 1)));

        await _list.ByStatementAsync(600_001, depositId);

        Assert.Equal(2, (await _list.ReceiptsAsync(loanId)).Count);
        Assert.Empty(await _list.SuspendedAsync());
    }

    [StoreFact]
    public async Task A_list_whose_transfer_the_statement_had_put_in_suspense_is_posted_and_says_so()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        await _list.ByStatementAsync(600_000);
        var suspenseId = (await host.Probe.ExpectSuspendedAsync(_list.Reference)).SuspenseId;

        var (status, body) = await _list.SendAsync(Csv((depositId, 600_000)));

        Assert.Equal((201, suspenseId), (status, body.GetProperty("inSuspense").GetGuid()));
        Assert.Single(await _list.ReceiptsAsync(loanId));

        await AssignAsync(suspenseId, loanId); // two people of finance had just said so
        Assert.Equal("salary-list.told", (await host.Probe.ExpectKeptAsync(suspenseId)).Reason);
        Assert.Single(await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_that_a_message_of_the_bank_tells_is_the_lists_whichever_comes_first(bool isMessageFirst)
    {
        var (loanId, depositId) = await _list.OpenAsync();
        if (isMessageFirst)
        {
            await _list.ByMessageAsync(600_000, Day);
        }

        var (status, body) = await _list.SendAsync(Csv((depositId, 600_000)));
        if (!isMessageFirst)
        {
            await _list.ByMessageAsync(600_000, Day);
        }

        var suspended = await _list.SuspendedAsync();
        Assert.Equal((201, isMessageFirst ? 1 : 0), (status, suspended.Count));
        Assert.Equal(isMessageFirst, body.GetProperty("inSuspense").ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.Single(await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_whose_transfer_is_somebodys_already_is_refused_until_that_receipt_is_in_suspense(bool isAssigned)
    {
        var ((wrong, wrongId), (loanId, depositId)) = (await _list.OpenAsync(), await _list.OpenAsync());
        await _list.ByStatementAsync(600_000, isAssigned ? null : wrongId);
        if (isAssigned)
        {
            await AssignAsync((await host.Probe.ExpectSuspendedAsync(_list.Reference)).SuspenseId, wrong);
        }

        var receipt = (RepaymentPosted)(await host.Probe.ExpectAsync(wrong, 2))[1];
        var (status, problem) = await _list.SendAsync(Csv((depositId, 600_000)));
        Assert.Equal((409, "salary-list.transfer-taken"), (status, problem.Text("code")));
        Assert.Empty(await _list.ReceiptsAsync(loanId));

        await host.DecideAsync($"receipts/{receipt.ReceiptId}/reversal", new { reason = "the transfer of a list", money = "suspense" });
        var taken = (ReceiptReversed)(await host.Probe.ExpectAsync(wrong, 3))[2];
        var (again, body) = await _list.SendAsync(Csv((depositId, 600_000)));

        Assert.Equal((201, taken.SuspenseId!.Value), (again, body.GetProperty("inSuspense").GetGuid()));
        Assert.Single(await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    private Task AssignAsync(Guid suspenseId, Guid loanId)
    {
        var fact = new SuspenseResolved(Facts.Header(Streams.SuspenseResolution, suspenseId), suspenseId, SuspenseResolved.Assigned, loanId);
        return host.Database.WriteAsync(unit => ResolveSuspense.HandleAsync(fact, unit, host.Rules));
    }

    [StoreFact]
    public async Task A_row_whose_money_a_line_of_the_statement_told_is_the_receipt_made_then()
    {
        var (loanId, depositId) = await _list.OpenAsync();
        await _list.ByStatementAsync(600_000, depositId, "/1");

        var (_, body) = await _list.SendAsync(Csv((depositId, 600_000), (depositId, 5)));

        Assert.Equal((2, 0), (Int(body, "rowsPosted"), Int(body, "rowsSuspended")));
        Assert.Equal([(600_000, "statement /1"), (5, "salary /2")], await _list.ReceiptsAsync(loanId));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_channel_of_lists_is_refused_of_anybody_else()
    {
        var (loanId, _) = await _list.OpenAsync();

        var (status, problem) = await host.PayAsync(loanId, Facts.Receipt(1, Day, _list.Reference, "Salary"));

        Assert.Equal(400, status);
        Assert.Equal(["channel channel.reserved"], problem.Errors());
    }

    private static int Int(System.Text.Json.JsonElement body, string name) => body.GetProperty(name).GetInt32();
}
