using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

/// <summary>What stands around the rows of a CSV, and what is told by a file as a whole.</summary>
public class CsvLayoutTests
{
    private const string Rows = "2026-11-22,10,,90\n2026-11-22,,20,110\n2026-11-22,,5,115\n";

    [Theory]
    [InlineData("1.000")]
    [InlineData("۱٫۰۰۰")]
    public async Task Why_three_digits_behind_a_point_are_no_amount_is_said(string amount)
    {
        var refusal = await RefusalAsync($"Date,Amount\n2026-11-22,{amount}\n");

        Assert.Equal("statement.amount", refusal.Code);
        Assert.Contains("thousands or decimals", refusal.Text.En, StringComparison.Ordinal);
        Assert.Contains("هزارگان", refusal.Text.Fa, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-22,5\n", false)]
    [InlineData("2026-11-22,5\n2026-11-22,6\n", false)]
    [InlineData("2026-11-22,5\n2026-11-22,-6\n", true)]
    [InlineData("2026-11-22,5\n2026-11-22,6-\n", true)]
    [InlineData("2026-11-22,5\n2026-11-22,(6)\n", true)]
    [InlineData("2026-11-22,5\n2026-11-22,+6\n", true)]
    [InlineData("2026-11-22,5\n2026-11-22,-0\n", false)]
    public async Task Amounts_without_any_sign_tell_no_direction(string rows, bool isRead)
    {
        var content = "Date,Amount\n" + rows;
        if (isRead)
        {
            Assert.Equal([true, content.Contains('+')], (await LinesAsync(content)).Select(line => line.IsCredit));
        }
        else
        {
            Assert.Equal("statement.direction", (await RefusalAsync(content)).Code);
        }
    }

    [Theory]
    [InlineData("2026-11-22,5,105\n2026-11-22,6,111\n", null)]
    [InlineData("2026-11-22,6,111\n2026-11-22,5,105\n", null)]
    [InlineData("2026-11-22,5,105\n2026-11-22,6,99\n", "statement.totals")]
    [InlineData("2026-11-22,5,105\n", "statement.direction")]
    [InlineData("2026-11-22,5,105\n2026-11-22,0,105\n", "statement.direction")]
    public async Task A_balance_that_follows_from_line_to_line_shows_that_they_are_credits(string rows, string? code)
    {
        var content = "Date,Amount,Balance\n" + rows;
        if (code is null)
        {
            Assert.All(await LinesAsync(content), line => Assert.True(line.IsCredit));
        }
        else
        {
            Assert.Equal(code, (await RefusalAsync(content)).Code);
        }
    }

    [Theory]
    [InlineData("Date,Debit,Credit,Balance\n2026-11-22,0,0,100\n2026-11-22,,5,105\n2026-11-22,0,,105\n")]
    [InlineData("Date,Amount,Balance\n2026-11-22,0,100\n2026-11-22,+5,105\n2026-11-22,0.00,105\n")]
    [InlineData("Date,Amount,Direction\n2026-11-22,0,\n2026-11-22,5,C\n2026-11-22,0,other\n")]
    public async Task A_row_of_no_money_is_counted_and_is_no_line(string content)
    {
        var parts = await ReadAsync(content);

        Assert.Equal((2, new Rials(5)), parts.OfType<StatementLine>().Select(line => (line.Number, line.Amount)).Single());
        Assert.Equal(1, Assert.Single(parts.OfType<StatementSummary>()).Lines);
    }

    [Fact]
    public async Task A_file_whose_rows_are_all_of_no_money_has_no_lines_and_is_read() =>
        Assert.Equal(0, Assert.IsType<StatementSummary>(Assert.Single(await ReadAsync("Date,Amount\n2026-11-22,0\n"))).Lines);

    [Theory]
    [InlineData("NOTPROVIDED")]
    [InlineData("nonRef")]
    [InlineData("Empty")]
    [InlineData("none")]
    [InlineData("-")]
    [InlineData(" ")]
    public async Task What_says_that_there_is_no_reference_is_none(string word)
    {
        var line = Assert.Single(await LinesAsync($"Date,Amount,Reference,End to end id,Deposit id\n2026-11-22,+5,{word},{word},{word}\n"));

        Assert.Equal((null, null, null), (line.BankReference, line.EndToEndId, line.DepositId));
    }

    [Fact]
    public async Task A_deposit_id_may_stand_in_the_narrative()
    {
        var (deposit, other) = (DepositId.FromSerial(4711).Digits, DepositId.FromSerial(12).Digits);
        var lines = await LinesAsync($"Date,Amount,Deposit id,Narrative\n2026-11-22,+5,,قسط {CamtReadingTests.Persian(deposit)} آذر\n2026-11-22,+5,{other},{deposit}\n2026-11-22,+5,,{deposit} {other}\n");

        Assert.Equal([deposit, other, null], lines.Select(line => line.DepositId));
    }

    [Theory]
    [InlineData("بانک سینا\n\nشماره حساب;84025\nاز تاریخ;1405/09/01;تا تاریخ;1405/09/30;تاریخ;تاریخ\n;;;\n")]
    [InlineData("a,b,c,d,e,f\n")]
    [InlineData("Date\tAmount? see below, please\n")]
    public async Task Rows_above_the_header_are_passed_over(string above)
    {
        var line = Assert.Single(await LinesAsync(above + "تاریخ;بدهکار;بستانکار\n1405/09/01;;5\n"));

        Assert.Equal((1, above.Count(c => c == '\n') + 2L, 5L), (line.Number, line.TextLine, line.Amount.Value));
    }

    [Fact]
    public async Task Twenty_rows_may_stand_above_the_header_and_no_more()
    {
        var above = string.Concat(Enumerable.Repeat("bank; account; period\n", CsvHeader.MostRowsBefore));

        Assert.Single(await LinesAsync(above + "Date;Amount\n2026-11-22;+5\n"));
        Assert.Equal("statement.column-missing", (await RefusalAsync(above + "one more\nDate;Amount\n2026-11-22;+5\n")).Code);
    }

    [Fact]
    public async Task Where_no_row_is_a_header_the_one_that_comes_nearest_is_named()
    {
        var refusal = await RefusalAsync("Sina Bank\nDate;Text;Reference\n2026-11-22;5;6\n");

        Assert.Equal("statement.column-missing", refusal.Code);
        Assert.Contains("Amount among 'Date', 'Text', 'Reference'", refusal.Text.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("جمع,10,25,115\n")]
    [InlineData("جمع کل,10,25,\n")]
    [InlineData("مجموع:,,25,-\n")]
    [InlineData("Total,,,\n\n,,,\n")]
    [InlineData("* TOTALS *,10,,115\n")]
    public async Task A_last_row_of_totals_is_checked_and_passed_over(string totals)
    {
        var parts = await ReadAsync("Date,Debit,Credit,Balance\n" + Rows + totals);

        Assert.Equal(3, parts.OfType<StatementLine>().Count());
        Assert.Equal(new Rials(115), Assert.Single(parts.OfType<StatementSummary>()).Closing);
    }

    [Theory]
    [InlineData("جمع,11,25,115\n", "statement.totals")]
    [InlineData("جمع,10,26,115\n", "statement.totals")]
    [InlineData("جمع,0,25,115\n", "statement.totals")]
    [InlineData("جمع,10,25,116\n", "statement.totals")]
    [InlineData("جمع,10,25.5,115\n", "statement.fraction")]
    [InlineData("جمع,10,25,115\n2026-11-22,,5,120\n", "statement.line")]
    [InlineData("جمع,10,25,115\nجمع,10,25,115\n", "statement.line")]
    [InlineData("جمع,10,25,115", "statement.truncated")]
    [InlineData(",,25,140\n", "statement.date")]
    [InlineData("جمعه,,25,140\n", "statement.date")]
    [InlineData("مانده,,25,140\n", "statement.date")]
    public async Task A_row_of_totals_that_is_wrong_or_not_the_last_refuses_the_file(string totals, string code) =>
        Assert.Equal(code, (await RefusalAsync("Date,Debit,Credit,Balance\n" + Rows + totals)).Code);

    [Theory]
    [InlineData("1", true)]
    [InlineData("11", true)]
    [InlineData("5", false)]
    public async Task The_total_of_signed_amounts_is_what_they_come_to_with_or_without_their_signs(string total, bool isRead)
    {
        var content = $"Date,Amount,Narrative\n2026-11-22,+6,x\n2026-11-22,-5,جمع\n,{total},جمع\n";
        if (isRead)
        {
            Assert.Equal(2, (await LinesAsync(content)).Count);
        }
        else
        {
            Assert.Equal("statement.totals", (await RefusalAsync(content)).Code);
        }
    }

    [Fact]
    public async Task Totals_alone_are_no_statement() => Assert.Equal("statement.no-lines", (await RefusalAsync("Date,Debit,Credit,Balance\nجمع,0,0,100\n")).Code);
}
