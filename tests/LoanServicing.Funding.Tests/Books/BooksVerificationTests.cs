using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Books;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Funding.Tests.Books;

/// <summary>What verify says of the books is shown to find: one row is damaged, and that row is named under its rule.</summary>
public class BooksVerificationTests
{
    public static TheoryData<string, string, string> Damages => new()
    {
        { "R2", "delete from ledger_entry where account = 'FEE_INCOME'", "ledger_entry lacks FEE_INCOME SERVICER employment 2026-11-22" },
        { "R2", "update ledger_entry set business_date = 20261123 where account = 'FEE_INCOME'", "ledger_entry lacks FEE_INCOME" },
        { "R2", "update ledger_entry set owner = 'SINA' where account = 'FEE_INCOME'", "FEE_INCOME SINA employment 2026-11-22 of journal_entry {repayment} is of no journal line" },
        { "R2", "insert into ledger_entry values ('SUSPENSE', 'SERVICER', '', 20261122, 1)", "SUSPENSE SERVICER  2026-11-22 of journal_entry 1 is of no journal line" },
        { "R2", "update period_balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = ''", "period_balance 1405-09 CASH SINA  was frozen with" },
        { "R2", "update period_balance set credits = credits + 1 where account = 'FEE_INCOME'", "accounting_period 1405-09 has another hash" },
        { "R2", "delete from period_balance where account = 'FEE_INCOME'", "period_balance 1405-09 FEE_INCOME SERVICER employment was frozen with nothing" },
        { "R2", "update balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = ''", "period_balance 1405-09 CASH SINA  was frozen with" },
        { "R2", "delete from balance where account = 'FEE_INCOME'", "the balances give nothing" },
        { "R2", "update accounting_period set trial_balance_hash = upper(trial_balance_hash)", "accounting_period 1405-09 has another hash" },
        { "R2", "update journal_entry set business_date = 20261221 where fact_date is not null", "journal_entry {late} was booked in the period 1405-09 or before it" },
        { "R2", "update journal_entry set business_date = 20261021 where fact_date is not null", "journal_entry {late} was booked in the period 1405-09 or before it" },
        { "R2", "insert into balance values ('CASH', 'SINA', '', 20261121, 9223372036854775807, 0)", "the balances through the period 1405-09 come to more" },
        { "R2", "update accounting_period set last_entry = null", "accounting_period 1405-09 is closed and does not say" },
        { "R2", "update accounting_period set trial_balance_hash = null", "accounting_period 1405-09 has another hash" },
        { "R2", "update accounting_period set last_entry = 1", "journal_entry {repayment} was booked in the period 1405-09 or before it" },
        { "R2", "update accounting_period set last_day = 20261220", "accounting_period 1405-09 is said to last from 2026-11-22 to 2026-12-20" },
        { "R2", "update accounting_period set first_day = 20261121", "accounting_period 1405-09 is said to last from 2026-11-21" },
        {
            "R2",
            "insert into accounting_period (code, first_day, last_day, state, request_id, reason, maker, asked_at, version) "
            + "values ('1405-11', 20270121, 20270219, 'closing', x'00000000000000000000000000000000', 'r', 'm', 0, 1)",
            "accounting_period 1405-11 is closing from 2027-01-21 behind 1405-09"
        },
        { "R11", "update journal_entry set fact_date = null where fact_date is not null", "journal_entry {late}" },
        { "R11", "update journal_entry set fact_date = 20261201 where fact_date is null and kind = 'repayment'", "journal_entry {repayment}" },
        { "R11", "update accounting_period set checker = maker", "accounting_period 1405-09 of finance-1 was closed by finance-1" },
        { "R11", "update accounting_period set checker = upper(maker)", "accounting_period 1405-09 of finance-1 was closed by FINANCE-1" },
        { "R11", "update accounting_period set checker = 'somebody else'", "accounting_period 1405-09 closed by somebody else" },
        { "R11", "delete from audit where action = 'period.closed'", "accounting_period 1405-09 closed by finance-2 has 0 audit entries" },
        { "R11", "update accounting_period set state = 'open'", "accounting_period 1405-09 open by finance-2 has 1 audit entries" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_row_is_named(string rule, string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5));
        await bench.Database.WriteAsync(unit => CloseAsync(unit, "1405-09"));
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84)));
        await bench.AssertSoundAsync();
        var ids = await bench.QueryAsync<long>("select id from journal_entry where kind = 'repayment' order by id");

        bench.Damage(damage);

        var expected = named.Replace("{repayment}", $"{ids[0]}", StringComparison.Ordinal).Replace("{late}", $"{ids[1]}", StringComparison.Ordinal);
        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems);
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    private static async Task<int> CloseAsync(UnitOfWork unit, string code)
    {
        Assert.True(AccountingPeriod.TryParse(code, out var period));
        var asked = new PeriodCloseAsked(code, period.FirstDay, period.FirstDay.ToPersian(), period.LastDay, period.LastDay.ToPersian());
        var requestId = await CheckRequests.AskAsync(
            unit, PeriodClosing.CheckName, new CheckSubject(code), asked, "month end", new Caller("finance-1", [Roles.Finance], []), period.LastDay.PlusDays(1));
        var request = new CheckRequest { RequestId = requestId, SubjectId = code, Maker = "finance-1" };
        await PeriodStore.SaveAsync(unit, PeriodRow.Of(period) with
        {
            State = PeriodRow.Closing,
            RequestId = request.RequestId,
            Reason = "month end",
            Maker = request.Maker,
            AskedAt = unit.Now,
        });
        var answer = await PeriodClosing.Kind.CarryOut(
            new CheckContext(request, new Caller("finance-2", [Roles.Finance], []), unit, new LocalDate(2026, 12, 22)));
        Assert.Null(answer.Problem);
        return answer.Status;
    }
}
