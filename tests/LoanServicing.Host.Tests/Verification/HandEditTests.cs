using Dapper;
using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>Whole rows that a hand deletes, and columns that hold or direct money and are no amounts: <c>verify</c> names what is gone or changed, under its rule.</summary>
public sealed class HandEditTests(FilledBooks books) : IClassFixture<FilledBooks>
{
    /// <summary>Rule, service, the SQL that deletes rows, and what is said of it.</summary>
    public static TheoryData<string, string, string, string> Deletions => new()
    {
        { "R11", "funding", "delete from funder where code = 'ALAVI'", "funder ALAVI is in the agreement, and its row is gone" },
        { "R11", "funding", "delete from funder", "funder SINA is in the agreement, and its row is gone" },
        { "R11", "funding", "delete from tranche where code = 'employment'", "tranche employment is in the agreement, and its row is gone" },
        { "R3", "funding", "delete from pool", "pool is gone" },
        { "R11", "funding", "delete from accounting_period; delete from period_balance", " was closed by two people, and its row is gone" },
        { "R7", "funding", "delete from statement", "has lines or statements, and the row that they belong to is gone" },
        { "R7", "funding", "delete from statement_file", "was read, and its row is gone" },
        { "R7", "funding", "delete from statement_line where state = 'excluded'", "lines stored; " },
        { "R7", "funding", "delete from statement_break where side = 'suspense' and closed_on is null", "money in suspense " },
        { "R11", "funding", "delete from check_request where status = 'approved'", "is in the audit trail, and its row is gone" },
        { "R11", "funding", "delete from check_request where status = 'refused'", "is in the audit trail, and its row is gone" },
        { "R11", "funding", "delete from break_resolution where status = 'recorded' and action = 'assign'", "was recorded by two people, and its row is gone" },
        { "R11", "funding", "delete from reallocation where status = 'recorded'", "was recorded by two people, and its row is gone" },
        { "R8", "funding", "delete from loan_deposit_id", "deposit id of loan " },
        { "R8", "funding", "delete from journal_receipt", "receipt of posting " },
        { "R8", "repayment", "delete from told_payment", "is not among the payments that were told" },
    };

    /// <summary>Rule, service, the SQL that changes a row, and what is said of it.</summary>
    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "R9", "funding", "update contribution set bank_reference = 'X' where bank_reference = 'C-1'", "is recorded and not in the journal as such" },
        { "R9", "funding", "update contribution set value_date = 20261101 where bank_reference = 'C-1'", "is recorded and not in the journal as such" },
        { "R11", "funding", "update contribution set bank_reference = 'X' where status = 'waiting'", "has the bankReference \"X\"" },
        { "R11", "funding", "update contribution set maker = 'somebody' where bank_reference = 'C-1'", "is of somebody; " },
        { "R11", "funding", "update withdrawal set reason = 'another' where kind = 'remittance'", "has the reason \"another\"" },
        { "R11", "funding", "update reallocation set effective_date = 20240101 where status = 'recorded'", "has the effectiveDate \"2024-01-01\"" },
        { "R11", "funding", "update reallocation set reason = 'another' where status = 'recorded'", "has the reason \"another\"" },
        { "R11", "funding", "update break_resolution set reason = 'another' where status = 'recorded'", "is not what was asked for" },
        { "R11", "funding", "update break_resolution set maker = 'somebody' where status = 'waiting'", "is not what was asked for" },
        { "R11", "funding", "update check_request set checker = maker where status = 'approved'", "and the audit trail does not say so" },
        { "R11", "funding", "update check_request set maker = 'somebody' where status = 'waiting'", "does not say what somebody asked for" },
        { "R11", "funding", "update check_request set status = 'waiting', checker = null where status = 'approved'", "and the audit trail does not say so" },
        { "R11", "funding", "update check_request set status = 'approved' where status = 'waiting'", "and the audit trail does not say so" },
        { "R11", "funding", "update check_request set check_reason = 'another' where status = 'refused'", "and the audit trail does not say so" },
        { "R11", "funding", "update check_request set reason = 'another' where reason is not null", "does not say what " },
        { "R11", "funding", "update accounting_period set last_entry = last_entry + 1 where state = 'closed'", "is not closed as the audit trail says" },
        { "R11", "funding", "update accounting_period set reason = 'another' where state = 'closed'", "is not closed as the audit trail says" },
        { "R11", "funding", "update accounting_period set request_id = x'00000000000000000000000000000001' where state = 'closed'", "is not closed as the audit trail says" },
        { "R6", "funding", "update funded_loan set tranche = 'housing'", "is not what its reservation says" },
        { "R9", "funding", "update funded_loan set tranche = 'housing'", "differs between disbursement and funding" },
        { "R6", "funding", "update funded_loan set round = round + 7", "is not what its reservation says" },
        { "R11", "funding", "update pool set ratio_alavi = 50, ratio_sina = 118", "pool has the ratio 50 : 118" },
        { "R8", "funding", "update loan_deposit_id set loan_id = (select max(loan_id) from loan_deposit_id)", "deposit id of loan " },
        { "R7", "funding", "update statement_line set loan_id = (select min(loan_id) from funded_loan where loan_id <> statement_line.loan_id) where loan_id is not null", "is of another loan than its deposit id" },
        { "R8", "funding", "update journal_receipt set receipt_id = x'00000000000000000000000000000001' where entry_id = (select max(entry_id) from journal_receipt)", "receipt of posting " },
        { "R7", "funding", "update statement_file set content_hash = 'x'", "is not as the audit trail says that it was read" },
        { "R7", "funding", "update statement_file set lines_known = lines_known + 1", "lines stored; " },
        { "R7", "funding", "update statement_break set closed_on = 20261122, closed_as = 'assigned' where side = 'suspense' and closed_on is null", "is closed without two people" },
        { "R9", "repayment", "update suspense set value_date = 20260101 where bank_reference = 'NOBODYS'", "suspended receipt " },
        { "R9", "repayment", "update loan set tranche = 'housing' where serial = 1000001", "differs between disbursement and repayment" },
        { "R8", "repayment", "update loan set full_name = 'somebody' where serial = 1000001", "borrower of loan " },
        { "R8", "repayment", "update loan set payout_reference = 'another' where serial = 1000001", "borrower of loan " },
        { "R6", "repayment", "update loan set deposit_id = '9' where serial = 1000001", "has the deposit id 9, which is not its own" },
        { "R8", "repayment", "update told_payment set bank_reference = 'another' where bank_reference = 'NOBODYS'", "is not among the payments that were told" },
        { "R11", "disbursement", "update payment_order set iban = 'IR530590000365039155283139' where number = 1", "is not what was ordered" },
        { "R11", "disbursement", "update payment_order set full_name = 'somebody', national_id = '0499370899' where number = 1", "is not what was ordered" },
        { "R11", "disbursement", "update payment_order set tranche = 'housing' where number = 1", "is not what was ordered" },
        { "R11", "disbursement", "update payment_order set ordered_on = ordered_on - 1 where number = 1", "is not what was ordered" },
        { "R11", "disbursement", "update payment_file set debtor_iban = 'IR530590000365039155283139'", "is not what was assigned and written" },
        { "R11", "disbursement", "update payment_file set content_hash = 'x'", "is not what was assigned and written" },
        { "R11", "disbursement", "update payment_file set execution_date = 20261121", "is not what was assigned and written" },
        { "R11", "disbursement", "update bank_answer set bank_reference = bank_reference || 'X' where bank_reference is not null and file_kind <> 'resolution'", "answer " },
    };

    [Theory]
    [MemberData(nameof(Deletions))]
    public Task Rows_that_are_deleted_are_named(string rule, string service, string damage, string named) => AssertNamedAsync(rule, service, damage, named);

    [Theory]
    [MemberData(nameof(Changes))]
    public Task What_holds_or_directs_money_is_named_when_it_is_changed(string rule, string service, string damage, string named) => AssertNamedAsync(rule, service, damage, named);

    private async Task AssertNamedAsync(string rule, string service, string damage, string named)
    {
        using var folder = books.Copy();
        await using (var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder.Path, service)};Pooling=False"))
        {
            Assert.True(await connection.ExecuteAsync($"pragma ignore_check_constraints = on; pragma foreign_keys = off; {damage}") > 0, "nothing is damaged");
        }

        var report = await Looks.WholeAsync(folder.Path);

        using var printed = new StringWriter();
        Assert.False(report.Print(printed));
        var ofRule = printed.ToString().Split('\n').SkipWhile(line => !line.StartsWith($"{rule,-3} BROKEN ", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith(' '));
        Assert.True(ofRule.Any(line => line.Contains(named, StringComparison.Ordinal)), printed.ToString());
    }
}
