using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Reconciliation;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Funding.Tests;

/// <summary>Each rule's finding is shown to find: one row is damaged, and that row is named under that rule.</summary>
public class VerificationTests
{
    private const long Amount = 8_400;

    public static TheoryData<string, string, string> Damages => new()
    {
        { "R2", "update journal_line set amount = -amount where credit = 'LOANS_COLLECTED' and owner = 'SINA'", "journal_entry {repayment}" },
        { "R2", "update journal_line set amount = 9223372036854775807 where credit = 'FEE_INCOME'", "journal_entry {repayment}" },
        { "R2", "update journal_line set debit = 'GOODWILL' where credit = 'FEE_INCOME'", "journal_entry {repayment}" },
        { "R2", "delete from journal_line where entry_id = (select entry_id from journal_entry where kind = 'repayment')", "journal_entry {repayment}" },
        { "R2", "delete from journal_entry where kind = 'repayment'", "belongs to no entry" },
        { "R2", "update balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = 'employment'", "balance CASH SINA employment 2026-11-22" },
        { "R2", "delete from balance where account = 'FEE_INCOME'", "balance FEE_INCOME SERVICER employment 2026-11-22" },
        { "R3", "update pool set alavi = alavi + 1", "pool is" },
        { "R3", "update pool_movement set share_alavi = share_alavi - 1, share_sina = share_sina + 1 where number = 2", "pool_movement 2" },
        { "R3", "update pool_movement set total_before = total_before + 1 where number = 2", "pool_movement 2 begins" },
        { "R3", "delete from pool_movement where number = 2", "pool_movement 2 is missing" },
        { "R3", "update reservation set share_alavi = share_alavi + 1, share_sina = share_sina - 1 where state = 'drawn'", "reservation {lent}/1 has" },
        { "R3", "update reservation set state = 'reserved' where state = 'released'", "reservation {closed}/1 is reserved" },
        { "R3", "update pool_movement set ratio_alavi = 50, ratio_sina = 118 where number = 2", "pool_movement 2 was split 50 : 118" },
        { "R3", "delete from reservation where state = 'released'", "pool_movement 3 belongs to no reservation" },
        { "R3", "update pool_movement set share_alavi = share_alavi + 1 where kind = 'release'", "of reservation {closed}/1, which held" },
        { "R4", "update planned_collection set sina = sina + 1 where due_date = 20270220", "planned_collection 2027-02-20 has" },
        { "R4", "delete from planned_collection where due_date = 20270220", "planned_collection 2027-02-20 has" },
        { "R4", "update funded_loan set first_due = 20270121", "planned_collection 2027-01-21 has" },
        { "R4", "update funded_loan set installments = 0", "loan {loan} has terms or figures" },
        { "R4", "update funded_loan set fee_method = 'Riba'", "loan {loan} has terms that cannot be read" },
        { "R4", "update funded_loan set plan_changes = 'Holiday/2026-11-22/1/2027-03-21/1/60/0'", "planned_collection 2027-01-21 has" },
        { "R4", "update funded_loan set plan_changes = 'Holiday/2026-11-22/2/2027-03-21/1/60/0'", "loan {loan} has changes of its plan that cannot be read or do not fit it" },
        { "R4", "update funded_loan set plan_changes = 'Riba'", "loan {loan} has changes of its plan that cannot be read or do not fit it" },
        { "R4", "update funded_loan set fee_grace_months = -1", "loan {loan} has terms or figures" },
        { "R5", "update tranche set allocation = 10 where code = 'employment'", "tranche employment has 10 rials allocated" },
        { "R5", "update tranche set reserved_alavi = reserved_alavi + 1 where code = 'employment'", "tranche employment has" },
        { "R5", "update tranche set waiting = waiting + 1 where code = 'employment'", "tranche employment counts 2" },
        { "R5", "update funder set deposited = 1 where code = 'SINA'", "funder SINA has deposited 1" },
        { "R5", "update funder set reserved = reserved + 1 where code = 'ALAVI'", "funder ALAVI has" },
        { "R5", "update tranche set first_allocation = first_allocation + 1 where code = 'health'", "tranche health has" },
        { "R5", "update reallocation set amount = amount - 1", "tranche health has" },
        { "R6", "update funded_loan set collected_sina = collected_sina + 1", "loan {loan} has" },
        { "R6", "update funded_loan set share_alavi = share_alavi + 1", "loan {loan} has the shares" },
        { "R6", "update funded_loan set state = 'settled'", "loan {loan} is settled" },
        { "R6", "update funded_loan set state = 'returned'", "loan {loan} is returned" },
        { "R6", "delete from funded_loan", "loan {loan} is in the journal and has no row" },
        { "R6", "update journal_line set amount = amount * 1000 where credit = 'LOANS_COLLECTED' and owner = 'ALAVI'", "loan {loan} owes ALAVI -" },
        { "R6", "update funded_loan set credit = credit + 1", "loan {loan} has a credit of 12" },
        { "R6", "update funded_loan set credit = null", "loan {loan} has a credit of 0" },
        { "R6", "update funded_loan set refunded = refunded - 1", "loan {loan} has 3 of its credit refunded" },
        { "R6", "update funded_loan set refunded = null", "loan {loan} has 0 of its credit refunded" },
        { "R9", "update withdrawal set amount = amount + 1 where kind = 'credit-refund'", "withdrawal {refund} is recorded" },
        { "R9", "update withdrawal set loan_id = withdrawal_id where kind = 'credit-refund'", "withdrawal {refund} is recorded" },
        { "R9", "update withdrawal set loan_id = null where kind = 'credit-refund'", "withdrawal {refund} is recorded" },
        { "R9", "update withdrawal set value_date = value_date - 1 where kind = 'credit-refund'", "withdrawal {refund} is recorded" },
        { "R9", "update withdrawal set kind = 'fee-settlement' where kind = 'credit-refund'", "withdrawal {refund} is recorded" },
        { "R9", "update withdrawal set status = 'waiting' where kind = 'credit-refund'", "books a withdrawal that is not recorded" },
        { "R9", "update funder set deposited = deposited + 1 where code = 'ALAVI'", "funder ALAVI has" },
        { "R9", "update funder set collected = collected + 1 where code = 'SINA'", "funder SINA has" },
        { "R9", "update journal_line set credit = 'SUSPENSE' where credit = 'DEPOSITED' and owner = 'SINA'", "SINA should hold" },
        { "R9", "update funder set remitted = 1 where code = 'SINA'", "funder SINA has 1 rials remitted" },
        { "R9", "update tranche set drawn_sina = drawn_sina + 1 where code = 'employment'", "tranche employment has" },
        { "R9", "update reservation set state = 'reserved' where state = 'ordered'", "tranche employment has 0 rials of ALAVI ordered" },
        { "R9", "update contribution set amount = amount + 1 where funder = 'SINA'", "contribution {sina} is recorded" },
        { "R9", "delete from contribution where funder = 'SINA'", "books a contribution that is not recorded" },
        { "R9", "update journal_line set debit = 'LOANS_DISBURSED' where credit = 'FEE_INCOME'", "the bank should hold" },
        { "R9", "update withdrawal set amount = amount + 1 where kind = 'remittance'", "withdrawal {remittance} is recorded" },
        { "R9", "update withdrawal set owner = 'ALAVI' where kind = 'remittance'", "withdrawal {remittance} is recorded" },
        { "R9", "update withdrawal set bank_reference = 'X' where kind = 'fee-settlement'", "withdrawal {settlement} is recorded" },
        { "R9", "delete from withdrawal where kind = 'fee-settlement'", "books a withdrawal that is not recorded" },
        { "R10", "update reservation_transition set to_state = 'drawn' where cause = 'Closed'", "reservation {closed}/1 step 2 by Closed" },
        { "R10", "update reservation_transition set cause = 'Failed' where cause = 'Disbursed'", "reservation {lent}/1 step 3 by Failed" },
        { "R10", "update reservation_transition set from_state = 'queued' where cause = 'Disbursed'", "reservation {lent}/1 step 3 from queued" },
        { "R10", "update reservation_transition set payment_attempt = 2 where cause = 'Disbursed'", "reservation {lent}/1 step 3 by Disbursed of attempt 2" },
        { "R10", "update reservation_transition set message_id = null where cause = 'Disbursed'", "reservation {lent}/1 step 3 by Disbursed" },
        { "R10", "update reservation_transition set cause = 'Cancelled' where cause = 'Disbursed'", "reservation {lent}/1 step 3 by Cancelled" },
        { "R10", "delete from reservation_transition where cause = 'Ordered'", "reservation {lent}/1 step 3 from ordered does not follow step 1" },
        { "R10", "delete from reservation_transition where cause = 'Disbursed'", "reservation {lent}/1 is drawn at attempt 1; its steps lead to ordered" },
        { "R10", "delete from reservation_transition", "reservation {lent}/1 has no step at all" },
        { "R10", "delete from reservation where state = 'released'", "reservation {closed}/1 step 1 belongs to no reservation" },
        { "R10", "update reservation set payment_attempt = 7 where state = 'drawn'", "reservation {lent}/1 is drawn at attempt 7" },
        { "R11", "update contribution set checker = maker where funder = 'SINA'", "contribution {sina} of" },
        { "R11", "update contribution set checker = upper(maker) where funder = 'SINA'", "contribution {sina} of" },
        { "R11", "update contribution set checker = 'somebody else' where funder = 'SINA'", "contribution {sina} checked by" },
        { "R11", "delete from audit where action = 'contribution.recorded'", "contribution {sina} checked by" },
        { "R11", "update withdrawal set checker = maker where kind = 'remittance'", "withdrawal {remittance} of" },
        { "R11", "update withdrawal set checker = 'somebody else' where kind = 'credit-refund'", "withdrawal {refund} checked by" },
        { "R11", "update reallocation set checker = 'somebody else'", "reallocation {reallocation} checked by" },
        { "R11", "update journal_entry set bank_reference = 'X' where kind = 'repayment'", "journal_entry {repayment}" },
        { "R11", "update journal_entry set business_date = 20261123 where kind = 'repayment'", "journal_entry {repayment}" },
        { "R11", "update journal_line set amount = amount + 1 where credit = 'FEE_INCOME'", "journal_entry {repayment}" },
        { "R11", "update journal_entry set hash = upper(hash) where kind = 'repayment'", "journal_entry {repayment}" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_row_is_named(string rule, string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync(allocation: 4 * Amount);
        var names = await FillAsync(bench);
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        var expected = names.Aggregate(named, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));
        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems);
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sealed_entry_that_is_gone_is_missed_by_its_block()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 4 * Amount);
        await FillAsync(bench);
        using var seals = new TestFolder();
        using var sealer = new Sealer(bench.Database, FundingService.Module.SealedLogs, seals.Path, NullLogger<Sealer>.Instance);
        await sealer.SealAllAsync(CancellationToken.None);
        Assert.Empty((await ChainAsync(bench)).Problems);

        bench.Damage("delete from journal_entry where kind = 'repayment'");

        Assert.Contains("journal_entry block 1", Assert.Single((await ChainAsync(bench)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_rule_says_how_many_rows_it_looked_at()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 4 * Amount);
        await FillAsync(bench);
        await bench.Database.ReadStatementAsync(Statements.Line(75_000_000, "DEP-1"), Statements.Line(7, "ODD", isCredit: false));
        await bench.CompareAsync();
        await bench.SendAsync(Facts.Suspended(777));
        await bench.ExcludeAsync((await bench.QueryAsync<Guid>("select line_id from statement_line where reference = 'ODD'")).Single(), 7);

        await bench.ReverseAsync((await bench.QueryAsync<Guid>("select entry_id from journal_entry where kind = 'remittance'")).Single(), 9);

        var findings = await bench.VerifyAsync();

        Assert.Equal(["R10", "R11", "R2", "R3", "R4", "R5", "R6", "R7", "R9"], findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal));
        Assert.All(findings.Where(finding => finding.What != "entries that correct others"), finding => Assert.True(finding.Counted > 0, finding.What)); // nothing is corrected here
    }

    private static Task<RuleFinding> ChainAsync(FundingBench bench) =>
        bench.Database.ReadAsync(connection => SealChain.VerifyAsync(connection, FundingService.Name, FundingService.Module.SealedLogs[0]));

    /// <summary>One of everything: a loan with a repayment, an open order, a closed reservation and somebody in the queue.</summary>
    private static async Task<Dictionary<string, string>> FillAsync(FundingBench bench)
    {
        var (lent, _, loan) = await bench.LendAsync(Amount);
        var (closed, ordered) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.SendAsync(
        [
            Facts.Repaid(loan, Facts.Exact(84), fee: 5, credit: 11),
            Facts.Approved(closed, Amount),
            Facts.Closed(closed),
            Facts.Approved(ordered, Amount),
            Facts.Ordered(ordered, Facts.Exact(Amount), Guid.CreateVersion7()),
            Facts.Approved(Guid.CreateVersion7(), 4 * Amount),
        ]);
        var remittance = await bench.WithdrawAsync(EntryKinds.Remittance, Funders.Sina, 9);
        var settlement = await bench.WithdrawAsync(EntryKinds.FeeSettlement, Funders.Servicer, 2);
        var refund = await bench.RefundAsync(loan, 4);
        var reallocation = await bench.ReallocateAsync("health", "housing", 84);
        return new Dictionary<string, string>
        {
            ["{lent}"] = lent.ToString("D"),
            ["{closed}"] = closed.ToString("D"),
            ["{loan}"] = loan.ToString("D"),
            ["{repayment}"] = (await bench.QueryAsync<long>("select id from journal_entry where kind = 'repayment'")).Single().ToString(),
            ["{remittance}"] = remittance.ToString("D"),
            ["{settlement}"] = settlement.ToString("D"),
            ["{refund}"] = refund.ToString("D"),
            ["{reallocation}"] = reallocation.ToString("D"),
            ["{sina}"] = (await bench.QueryAsync<Guid>("select contribution_id from contribution where funder = 'SINA'")).Single().ToString("D"),
        };
    }
}
