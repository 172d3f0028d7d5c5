using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

public sealed class ToldTwiceSqlServerTests(RepaymentSqlServerHost host) : ToldTwiceTests(host), IClassFixture<RepaymentSqlServerHost>;

public sealed class StatementTextSqlServerTests(RepaymentSqlServerHost host) : StatementTextTests(host), IClassFixture<RepaymentSqlServerHost>
{
    private readonly RepaymentHost _host = host;

    [StoreFact]
    public async Task A_line_that_breaks_a_check_on_the_server_is_suspended_and_holds_up_no_other()
    {
        var money = new Telling(_host);
        await _host.Database.WriteAsync(unit => unit.ExecuteAsync(
            $"alter table receipt with nocheck add constraint receipt_of_this_test check (bank_reference <> '{money.Reference}')"));

        await AssertOnlyTheOtherIsPostedAsync(money);
    }
}
