using LoanServicing.Contracts;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>The money of receipts that were taken back, beside the bank's statement (rule R7): it has left, it never came, or it is nobody's.</summary>
public class ReversedReceiptTests
{
    private const string DepositId = "100000114";

    private static readonly StatementLine[] Deposits = [Line(75_000_000, "DEP-1"), Line(177_000_000, "DEP-2")];

    [StoreFact]
    public async Task Money_that_the_bank_had_shown_is_looked_for_as_a_debit_of_the_receipts_reference()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await ReadAsync(bench, Line(84, "R-1"));

        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();
        var waits = await bench.BreaksAsync();
        await ReadAsync(bench, Line(84, "R-1", isCredit: false));

        Assert.Equal(["missing-in-bank"], waits);
        Assert.Empty(await bench.BreaksAsync());
        Assert.Equal(["R-1 matched", "R-1 matched"], await OwnLinesAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_banks_reversal_that_came_first_is_a_break_until_the_receipt_is_taken_back()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await ReadAsync(bench, Line(84, "R-1"), Line(84, "R-1", isCredit: false, isReversal: true));
        Assert.Equal(["reversed"], await bench.BreaksAsync());

        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();

        Assert.Empty(await bench.BreaksAsync());
        Assert.Equal(["R-1 matched", "R-1 matched"], await OwnLinesAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_money_that_never_came_neither_the_receipt_nor_its_reversal_is_missing_in_the_bank()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await bench.CompareAsync();
        Assert.Equal(["missing-in-bank"], await bench.BreaksAsync());

        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();
        await ReadAsync(bench, Line(1, "ODD", isCredit: false));

        Assert.Equal(["missing-in-books"], await bench.BreaksAsync()); // the odd line's
        Assert.Equal(2, await bench.CountAsync("bank_movement where excluded = 1"));
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    public async Task A_bounced_cheque_whose_credit_and_debit_the_bank_shows_late_is_its_receipt_and_its_reversal(bool isCreditFirst, bool isOneFile, bool isReversal)
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();
        var (credit, debit) = (Line(84, "R-1"), Line(84, "R-1", isCredit: false, isReversal: isReversal));

        if (isOneFile)
        {
            await ReadAsync(bench, credit, debit);
        }
        else
        {
            await ReadAsync(bench, isCreditFirst ? credit : debit);
            Assert.Single(await bench.BreaksAsync());
            await ReadAsync(bench, isCreditFirst ? debit : credit);
        }

        Assert.Empty(await bench.BreaksAsync());
        Assert.Equal(["R-1 matched", "R-1 matched"], await OwnLinesAsync(bench));
        Assert.Equal(0, await bench.CountAsync("bank_movement where excluded = 1"));
        Assert.Empty(await bench.PublishedAsync<ReceiptsOnStatement>());
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(null)]
    [InlineData(DepositId)]
    public async Task Money_that_comes_after_its_receipt_was_taken_back_is_a_break_that_names_the_reversal(string? depositId)
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await bench.SendAsync(Facts.Reversed(receipt));

        await ReadAsync(bench, Line(84, "R-1", depositId: depositId));

        Assert.Equal(["missing-in-books"], await bench.BreaksAsync());
        Assert.Equal(
            await bench.QueryAsync<Guid>("select entry_id from journal_entry where kind = 'receipt-reversal'"), await bench.QueryAsync<Guid>("select other_id from statement_break where closed_on is null"));
        Assert.Empty(await bench.PublishedAsync<ReceiptsOnStatement>());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_that_comes_after_all_is_matched_with_the_receipt_that_is_booked_for_it_again()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await bench.SendAsync(Facts.Reversed(receipt));
        await ReadAsync(bench, Line(84, "R-1"));

        await ReceiveAsync(bench);
        await bench.CompareAsync();

        Assert.Empty(await bench.BreaksAsync());
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_that_nobody_has_looked_at_yet_finds_its_line_before_it_is_taken_back()
    {
        using var bench = await LentAsync();
        await ReadAsync(bench, Line(84, "R-1", depositId: DepositId));
        Assert.Equal(["R-1 sent"], await OwnLinesAsync(bench));
        var receipt = await ReceiveAsync(bench);

        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();

        Assert.Equal(["R-1 matched"], await OwnLinesAsync(bench));
        Assert.Equal(["missing-in-bank"], await bench.BreaksAsync()); // the money's leaving
        Assert.Equal(0, await bench.CountAsync("bank_movement where excluded = 1"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_that_is_nobodys_leaves_its_line_to_the_money_in_suspense()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await ReadAsync(bench, Line(84, "R-1"));

        await bench.SendAsync(Facts.Reversed(receipt, suspenseId: Guid.CreateVersion7()));
        await bench.CompareAsync();

        Assert.Equal(["unknown-payer"], await bench.BreaksAsync());
        Assert.Equal(["R-1 matched"], await OwnLinesAsync(bench));
        Assert.Equal("suspense", Assert.Single(await bench.QueryAsync<string>("select m.kind from bank_movement m join statement_line l on l.match_id = m.match_id where l.reference = 'R-1'")));
        Assert.Equal((84L, 252_000_084L - 8_400), await HeldAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_a_receipt_that_is_nobodys_the_line_comes_later_and_is_the_suspenses()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench);
        await bench.SendAsync(Facts.Reversed(receipt, suspenseId: Guid.CreateVersion7()));

        await ReadAsync(bench, Line(84, "R-1"));

        Assert.Equal(["unknown-payer"], await bench.BreaksAsync());
        Assert.Equal(["R-1 matched"], await OwnLinesAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task One_of_several_receipts_that_the_bank_shows_as_one_leaves_its_place_to_the_suspense()
    {
        using var bench = await LentAsync();
        var receipt = await ReceiveAsync(bench, "BATCH/1");
        await ReceiveAsync(bench, "BATCH/2");
        await ReadAsync(bench, Line(168, "BATCH"));

        await bench.SendAsync(Facts.Reversed(receipt, suspenseId: Guid.CreateVersion7()));

        Assert.Equal(["BATCH matched"], await OwnLinesAsync(bench));
        Assert.Equal(2, await bench.CountAsync("bank_movement m join statement_line l on l.match_id = m.match_id where l.reference = 'BATCH'"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_of_a_reversed_receipt_is_a_new_sum_in_suspense_and_never_one_that_there_is()
    {
        using var bench = await LentAsync();
        var (suspended, receipt) = await AssignedAsync(bench);

        await Assert.ThrowsAsync<Platform.Messaging.FactRefusedException>(() => bench.SendAsync(Facts.Reversed(receipt, suspenseId: suspended.SuspenseId)));

        Assert.Equal((0L, 252_000_084L - 8_400), await HeldAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_in_suspense_that_was_assigned_and_has_left_is_looked_for_where_the_bank_had_shown_it(bool isShown)
    {
        using var bench = await LentAsync();
        var (_, receipt) = await AssignedAsync(bench);
        await ReadAsync(bench, isShown ? [Line(84, "R-1")] : []);

        await bench.SendAsync(Facts.Reversed(receipt));
        await bench.CompareAsync();

        Assert.Equal(isShown ? ["missing-in-bank"] : [], await bench.BreaksAsync());
        Assert.Equal(isShown ? 0 : 2, await bench.CountAsync("bank_movement where excluded = 1"));
        Assert.Equal((0L, 252_000_000L - 8_400), await HeldAsync(bench));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_of_money_in_suspense_may_become_another_sum_in_suspense()
    {
        using var bench = await LentAsync();
        var (_, receipt) = await AssignedAsync(bench);
        await ReadAsync(bench, Line(84, "R-1"));

        await bench.SendAsync(Facts.Reversed(receipt, suspenseId: Guid.CreateVersion7()));

        Assert.Equal(["unknown-payer"], await bench.BreaksAsync());
        Assert.Equal(["R-1 matched"], await OwnLinesAsync(bench));
        Assert.Equal((84L, 252_000_084L - 8_400), await HeldAsync(bench));
        await bench.AssertSoundAsync();
    }

    /// <summary>The funders' deposits and a loan, as the bank has shown them.</summary>
    private static async Task<FundingBench> LentAsync()
    {
        var bench = await FundingBench.OpenAsync();
        var (_, order, loan) = await bench.LendAsync(8_400);
        await bench.OpenedAsync(loan, DepositId);
        await bench.Database.ReadStatementAsync([.. Deposits, Line(8_400, "PAID", isCredit: false, order: Domain.Payments.PaymentIds.EndToEndId(order))]);
        await bench.CompareAsync();
        Assert.Empty(await bench.BreaksAsync());
        return bench;
    }

    private static async Task<RepaymentPosted> ReceiveAsync(FundingBench bench, string reference = "R-1")
    {
        var receipt = Facts.Repaid(await LoanAsync(bench), Facts.Exact(84)) with { BankReference = reference };
        await bench.SendAsync(receipt);
        return receipt;
    }

    /// <summary>Money in suspense, and the receipt that it has become.</summary>
    private static async Task<(ReceiptSuspended Suspended, RepaymentPosted Receipt)> AssignedAsync(FundingBench bench)
    {
        var suspended = Facts.Suspended(84) with { BankReference = "R-1" };
        var receipt = Facts.Repaid(await LoanAsync(bench), Facts.Exact(84)) with { BankReference = "R-1", SuspenseId = suspended.SuspenseId };
        await bench.SendAsync(suspended);
        await bench.AssignAsync(suspended.SuspenseId, receipt.LoanId, 84);
        await bench.SendAsync(receipt);
        await bench.AssertSoundAsync();
        return (suspended, receipt);
    }

    /// <summary>The bank's next statement, compared; without lines only what is in the books is looked for.</summary>
    private static async Task ReadAsync(FundingBench bench, params StatementLine[] lines)
    {
        if (lines.Length > 0)
        {
            await bench.Database.ReadStatementAsync(lines);
        }

        await bench.CompareAsync();
    }

    private static async Task<Guid> LoanAsync(FundingBench bench) => (await bench.QueryAsync<Guid>("select loan_id from funded_loan")).Single();

    /// <summary>The lines but those of the deposits and the payment, in the order of their references.</summary>
    private static async Task<IReadOnlyList<string>> OwnLinesAsync(FundingBench bench) =>
        [.. (await bench.LinesAsync()).Where(line => line[0] is 'R' or 'B')];

    /// <summary>What is in suspense and in the bank.</summary>
    private static async Task<(long Suspense, long Bank)> HeldAsync(FundingBench bench)
    {
        var position = await bench.PositionAsync();
        return (position.SuspenseRials.Value, position.BankBalanceRials.Value);
    }
}
