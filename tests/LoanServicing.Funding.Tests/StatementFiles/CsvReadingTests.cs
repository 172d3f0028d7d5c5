using System.Text;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.StatementFiles;
using NodaTime;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class CsvReadingTests
{
    private const string English = "Date,Amount,Reference\n";

    [Fact]
    public async Task A_persian_file_is_read_with_its_headers_digits_and_dates()
    {
        var deposit = DepositId.FromSerial(4711).Digits;
        var parts = await ReadAsync($"""
            تاريخ;تاریخ ارزش;بدهکار (ریال);بستانکار (ریال);مانده (ریال);شماره پیگیری;شناسه‌ واریز;نام;شماره شبا;شرح
            ۱۴۰۵/۰۹/۰۱;۱۴۰۵/۸/۳۰;;۵٬۰۰۰٬۰۰۰;۱۵٬۰۰۰٬۰۰۰;۱۲-۳;{CamtReadingTests.Persian(deposit)};زهرا;IR39 0590 9900 0000 0000 0840 25;"قسط; آذر"
            14050902;;2,000;0;14,998,000;;;;;

            """);

        var lines = parts.OfType<StatementLine>().ToList();
        Assert.Equal(
            (1, 2L, Iban, true, new Rials(5_000_000), new LocalDate(2026, 11, 22), new LocalDate(2026, 11, 21)),
            (lines[0].Number, lines[0].TextLine, lines[0].Account, lines[0].IsCredit, lines[0].Amount, lines[0].BookingDate, lines[0].ValueDate));
        Assert.Equal(("12-3", deposit, "زهرا", Iban, "قسط; آذر"), (lines[0].BankReference, lines[0].DepositId, lines[0].Payer, lines[0].PayerIban, lines[0].Narrative));
        Assert.Equal(
            (2, 3L, false, new Rials(2_000), new LocalDate(2026, 11, 23), new LocalDate(2026, 11, 23), null, null),
            (lines[1].Number, lines[1].TextLine, lines[1].IsCredit, lines[1].Amount, lines[1].BookingDate, lines[1].ValueDate, lines[1].BankReference, lines[1].DepositId));
        Assert.Equal(
            new StatementSummary(1, null, Iban, new(2026, 11, 22), new(2026, 11, 23), new Rials(10_000_000), new Rials(14_998_000), 2), parts[^1]);
    }

    [Theory]
    [InlineData("-1,500", false, 1_500)]
    [InlineData("1,500-", false, 1_500)]
    [InlineData("(1,500)", false, 1_500)]
    [InlineData("−۱۵۰۰", false, 1_500)]
    [InlineData("+1 500.00", true, 1_500)]
    [InlineData("١٥٠٠", true, 1_500)]
    [InlineData("1٬500٫00", true, 1_500)]
    [InlineData("\u200E1500\u200F", true, 1_500)]
    [InlineData("9007199254740992", true, Domain.Money.Rials.MaxAmount)]
    public async Task An_amount_with_a_sign_is_read_as_banks_write_it(string amount, bool isCredit, long rials)
    {
        var line = (await LinesAsync($"{English}2026-11-22,\"{amount}\",R1\n2026-11-22,-1,R2\n"))[0];

        Assert.Equal((isCredit, rials), (line.IsCredit, line.Amount.Value));
    }

    [Theory]
    [InlineData("1,5", "statement.amount")]
    [InlineData("15,00", "statement.amount")]
    [InlineData("1,2345", "statement.amount")]
    [InlineData("1.000", "statement.amount")]
    [InlineData("1.500", "statement.amount")]
    [InlineData("1٫000", "statement.amount")]
    [InlineData("1.0000", "statement.amount")]
    [InlineData("1.000.000", "statement.amount")]
    [InlineData("1,000.000", "statement.amount")]
    [InlineData("", "statement.amount")]
    [InlineData("--5", "statement.amount")]
    [InlineData("-", "statement.amount")]
    [InlineData("()", "statement.amount")]
    [InlineData("5e3", "statement.amount")]
    [InlineData("NaN", "statement.amount")]
    [InlineData("9007199254740993", "statement.amount")]
    [InlineData("10.5", "statement.fraction")]
    public async Task An_amount_that_could_be_taken_for_another_is_refused_with_its_line(string amount, string code)
    {
        var refusal = await RefusalAsync($"{English}2026-11-22,\"{amount}\",R1\n");

        Assert.Equal(code, refusal.Code);
        Assert.Contains("line 2", refusal.Text.En, StringComparison.Ordinal);
        Assert.Contains("سطر 2", refusal.Text.Fa, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("credit", true)]
    [InlineData("CR", true)]
    [InlineData("بستانکار", true)]
    [InlineData("واريز", true)]
    [InlineData("+", true)]
    [InlineData("D", false)]
    [InlineData("برداشت", false)]
    [InlineData("-", false)]
    public async Task A_direction_may_stand_in_a_column_of_its_own(string direction, bool isCredit) =>
        Assert.Equal(isCredit, Assert.Single(await LinesAsync($"Date,Amount,Direction\n2026-11-22,5,{direction}\n")).IsCredit);

    [Theory]
    [InlineData("Date,Amount,Direction\n2026-11-22,5,to\n", "statement.line")]
    [InlineData("Date,Amount,Direction\n2026-11-22,-5,debit\n", "statement.amount")]
    [InlineData("Date,Debit,Credit\n2026-11-22,5,5\n", "statement.line")]
    [InlineData("Date,Debit,Credit\n2026-11-22,,\n", "statement.line")]
    [InlineData("Date,Debit,Credit\n2026-11-22,-5,\n", "statement.amount")]
    [InlineData("Date,Amount\n2026-02-30,5\n", "statement.date")]
    [InlineData("Date,Amount\n,5\n", "statement.date")]
    [InlineData("Date,Amount\n22/11/2026,5\n", "statement.date")]
    [InlineData("Date,Amount\n2026-11-22\n", "statement.line")]
    [InlineData("Date,Amount\n2026-11-22,5,6\n", "statement.line")]
    [InlineData("Date,Amount\n2026-11-22,\"5\n", "statement.line")]
    [InlineData("Date,Amount\n2026-11-22,5\"6\n", "statement.line")]
    [InlineData("Date,Amount\n2026-11-22,5", "statement.truncated")]
    [InlineData("Date,Amount\n", "statement.no-lines")]
    [InlineData("Date,Text\n2026-11-22,5\n", "statement.column-missing")]
    [InlineData("Date,Debit\n2026-11-22,5\n", "statement.column-missing")]
    [InlineData("Amount,Text\n5,5\n", "statement.column-missing")]
    [InlineData("Date,Amount,amount\n2026-11-22,5,5\n", "statement.column-twice")]
    [InlineData("Date,Amount,Text\n2026-11-22,5,a\0b\n", "statement.encoding")]
    public async Task What_cannot_be_read_for_certain_is_refused(string content, string code) => Assert.Equal(code, (await RefusalAsync(content)).Code);

    [Fact]
    public async Task Empty_rows_and_separators_at_the_end_of_a_row_say_nothing() =>
        Assert.Equal([2L, 5], (await LinesAsync("Date,Amount\n2026-11-22,5,\n,\n\n2026-11-23,-6\n")).Select(line => line.TextLine));

    [Theory]
    [InlineData("2026-11-22,10,110\n2026-11-23,-20,90\n2026-11-23,5,95\n", 100, 95)]
    [InlineData("2026-11-23,5,95\n2026-11-23,-20,90\n2026-11-22,10,110\n", 100, 95)]
    [InlineData("2026-11-22,+10,10\n", 0, 10)]
    public async Task A_running_balance_is_followed_in_either_order(string rows, long opening, long closing)
    {
        var summary = (await ReadAsync("Date,Amount,Balance\n" + rows)).OfType<StatementSummary>().Single();

        Assert.Equal((new Rials(opening), new Rials(closing)), (summary.Opening, summary.Closing));
    }

    [Theory]
    [InlineData("2026-11-22,10,110\n2026-11-23,-20,90\n2026-11-23,5,96\n")]
    [InlineData("2026-11-22,10,110\n2026-11-23,5,95\n")]
    [InlineData("2026-11-23,5,95\n2026-11-23,-20,90\n2026-11-22,10,111\n")]
    public async Task A_balance_that_does_not_follow_shows_that_a_line_is_missing_or_changed(string rows)
    {
        var refusal = await RefusalAsync("Date,Amount,Balance\n" + rows);

        Assert.Equal("statement.totals", refusal.Code);
        Assert.Contains(rows.Count(c => c == '\n') == 3 ? "line 4" : "line 3", refusal.Text.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-16BE", "utf-8")]
    [InlineData("windows-1256", "windows-1256")]
    public async Task A_file_is_read_in_its_encoding(string encoding, string expected)
    {
        var writer = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        byte[] content = [.. writer.Preamble, .. writer.GetBytes("تاریخ\tمبلغ\tشرح\r\n1405-9-1\t+5\tقسط اول\r\n")];

        var lines = (await ReadAsync(content, Settings with { Csv = Settings.Csv with { Encoding = expected } })).OfType<StatementLine>();

        Assert.Equal("قسط اول", Assert.Single(lines).Narrative);
    }

    [Fact]
    public async Task Bytes_that_are_not_in_the_expected_encoding_are_refused_with_their_line()
    {
        var writer = CodePagesEncodingProvider.Instance.GetEncoding("windows-1256")!;

        var refusal = await RefusalAsync(writer.GetBytes("Date,Amount,Text\n2026-11-22,5,a\n2026-11-22,5,قسط\n"));

        Assert.Equal("statement.encoding", refusal.Code);
        Assert.Contains("line 3", refusal.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_end_is_refused_before_it_is_held()
    {
        foreach (var start in new[] { "", English, English + "2026-11-22,5,\"" })
        {
            var content = new EndlessStream(start, "xxxxxxx,\n".Replace("\n", start.EndsWith('"') ? "\n" : "x", StringComparison.Ordinal));

            var refusal = await Assert.ThrowsAsync<StatementRefusedException>(async () =>
            {
                await foreach (var part in StatementReader.ReadAsync(content, Settings, default))
                {
                    Assert.NotNull(part);
                }
            });

            Assert.Equal("statement.line", refusal.Code);
            Assert.InRange(content.Given, 0, 16 * CsvRows.Longest);
        }
    }

    [Fact]
    public async Task Two_hundred_columns_are_read_and_one_more_is_refused()
    {
        Assert.Single(await LinesAsync(Wide(CsvColumns.Most)));
        Assert.Equal("statement.too-large", (await RefusalAsync(Wide(CsvColumns.Most + 1))).Code);
    }

    [Fact]
    public async Task The_map_says_what_the_banks_headers_are_and_in_what_amounts_are_counted()
    {
        var settings = Settings with
        {
            Csv = Settings.Csv with
            {
                Unit = 10,
                Calendar = StatementCalendar.SolarHijri,
                Separator = ';',
                Columns = new Dictionary<CsvField, IReadOnlyList<string>>(Settings.Csv.Columns) { [CsvField.Amount] = ["خالص گردش"] },
            },
        };

        Assert.Equal(15_000, Assert.Single(await LinesAsync("تاریخ;خالص گردش تومان\n1405/09/01;+1,500\n", settings)).Amount.Value);
        Assert.Equal("statement.column-missing", (await RefusalAsync("تاریخ;خالص گردش ریال\n1405/09/01;1,500\n", settings)).Code);
        Assert.Equal("statement.amount", (await RefusalAsync("تاریخ;خالص گردش\n1405/09/01;900719925474100\n", settings)).Code);
        Assert.Equal("statement.date", (await RefusalAsync("تاریخ;خالص گردش\n2026/11/22;1500\n", settings)).Code);
    }

    [Fact]
    public async Task Of_several_headers_for_a_field_the_first_in_the_map_is_read() =>
        Assert.Equal("P1", Assert.Single(await LinesAsync("تاریخ,مبلغ,شماره سند,شماره پیگیری\n1405/09/01,+5,D1,P1\n")).BankReference);

    [Fact]
    public async Task Without_a_set_account_no_csv_is_read() =>
        Assert.Equal("statement.account", (await RefusalAsync(English + "2026-11-22,5,R1\n", new StatementSettings())).Code);

    private static string Wide(int columns) =>
        "Date,Amount" + string.Concat(Enumerable.Range(3, columns - 2).Select(i => $",c{i}")) + "\n2026-11-22,+5" + new string(',', columns - 2) + "\n";
}
