using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>What a line of a statement writes fits the columns, or the line is suspended without it; it never holds up the lines beside it.</summary>
public class StatementTextTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private readonly Telling _money = new(host);

    [StoreFact]
    public async Task A_reference_that_is_too_long_is_cut_and_kept_apart_by_its_line()
    {
        var (_, depositId) = await _money.OpenAsync();
        var tooLong = _money.Line(depositId, new string('7', 470));
        Assert.True(tooLong.BankReference.Length > 500);

        await _money.ByStatementAsync(tooLong, _money.Line(depositId));

        var end = $"/{tooLong.LineId:N}";
        Assert.Equal(["receipt statement", "suspense statement " + tooLong.BankReference[_money.Reference.Length..(500 - end.Length)] + end], await _money.BecameAsync());
        var suspended = await host.Probe.ExpectSuspendedAsync(tooLong.BankReference[..(500 - end.Length)] + end);
        Assert.Equal("receipt.cannot-be-posted", suspended.Reason);
        await _money.ByStatementAsync(tooLong); // told once more
        Assert.Equal(2, (await _money.BecameAsync()).Count);
    }

    [StoreFact]
    public async Task The_longest_reference_that_stands_for_other_money_is_cut_for_its_own()
    {
        var (_, depositId) = await _money.OpenAsync();
        var longest = _money.Line(depositId, new string('7', 500 - _money.Reference.Length));
        var other = longest with { LineId = Guid.CreateVersion7(), Amount = new Rials(1_000) };

        await _money.ByStatementAsync(longest, other);

        Assert.Equal(500, (await host.Probe.ExpectSuspendedAsync($"{other.BankReference[..467]}/{other.LineId:N}")).BankReference.Length);
    }

    [StoreFact]
    public async Task A_deposit_id_that_is_too_long_is_kept_as_far_as_it_fits()
    {
        var (_, depositId) = await _money.OpenAsync();

        await _money.ByStatementAsync(_money.Line(new string('9', 499) + "\U0001F600", "-A"), _money.Line(new string('9', 99) + "\U0001F600", "-B"), _money.Line(depositId));

        Assert.Equal(["receipt statement", "suspense statement -A", "suspense statement -B"], await _money.BecameAsync());
        Assert.Equal(100, (await ToldForAsync("-A")).Length);
        Assert.Equal(99, (await ToldForAsync("-B")).Length);
    }

    [StoreFact(OfSqlite = true)]
    public async Task A_line_that_breaks_a_check_is_suspended_and_holds_up_no_other()
    {
        await host.Database.WriteAsync(unit => unit.ExecuteAsync(
            $"""
            create table if not exists checked (n int check (n > 0));
            create trigger checked_receipt before insert on receipt when new.bank_reference = '{_money.Reference}' begin insert into checked values (0); end
            """));

        await AssertOnlyTheOtherIsPostedAsync(_money);
    }

    protected static async Task AssertOnlyTheOtherIsPostedAsync(Telling money)
    {
        var (_, depositId) = await money.OpenAsync();

        await money.ByStatementAsync(money.Line(depositId), money.Line(depositId, "-NEXT"));

        Assert.Equal(["receipt statement -NEXT", "suspense statement"], await money.BecameAsync());
    }

    private Task<string> ToldForAsync(string suffix) => host.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<string>(
        connection, "select told_for from suspense where bank_reference = @reference", new { reference = _money.Reference + suffix }));
}
