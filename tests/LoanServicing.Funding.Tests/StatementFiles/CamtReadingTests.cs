using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.StatementFiles;
using NodaTime;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class CamtReadingTests
{
    private static readonly string Deposit = DepositId.FromSerial(4711).Digits;

    [Fact]
    public async Task An_entry_is_a_line_with_all_that_the_bank_tells_of_it()
    {
        var line = await LineAsync(Entry("5000000.00", reference: "batch", more: Details($"""
            <Refs><AcctSvcrRef>sinA-۱۲</AcctSvcrRef><EndToEndId>E2E-1</EndToEndId></Refs><Amt Ccy="IRR">5000000</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <RltdPties><Dbtr><Pty><Nm> زهرا کرمانی </Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>IR39 0590 9900 0000 0000 0840 25</IBAN></Id></DbtrAcct></RltdPties>
            <RmtInf><Ustrd>قسط</Ustrd><Ustrd>آذر</Ustrd><Strd><CdtrRefInf><Ref>{Deposit}</Ref></CdtrRefInf></Strd></RmtInf>
            """)));

        Assert.Equal(
            (1, 1, 0, 1L, Iban, true, new Rials(5_000_000), new LocalDate(2026, 11, 22), new LocalDate(2026, 11, 22)),
            (line.Statement, line.Number, line.Detail, line.TextLine, line.Account, line.IsCredit, line.Amount, line.ValueDate, line.BookingDate));
        Assert.Equal(
            ("SINA-12", "E2E-1", Deposit, "زهرا کرمانی", Iban, "قسط آذر", false, null, null),
            (line.BankReference, line.EndToEndId, line.DepositId, line.Payer, line.PayerIban, line.Narrative, line.IsReversal, line.ReturnReason, line.Note));
    }

    [Theory]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.02")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.04")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08")]
    [InlineData("http://www.sinabank.example/xsd/camt.053.001.03")]
    [InlineData("ISO:camt.053.001.06")]
    [InlineData("")]
    public async Task Namespaces_are_read_as_banks_write_them_default_or_prefixed(string name)
    {
        var plain = Document(Statement(Entry()), name);
        var prefixed = plain.Replace("</", "\0").Replace("<", "<b:").Replace("\0", "</b:").Replace("<b:?", "<?").Replace("xmlns=", "xmlns:b=");

        Assert.Equal("R1", Assert.Single(await LinesAsync(plain)).BankReference);
        if (name.Length > 0)
        {
            Assert.Equal(await LinesAsync(plain), await LinesAsync(prefixed));
        }
    }

    [Theory]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.01")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.09")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.054.001.08")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08x")]
    public async Task Another_message_or_version_is_refused_by_name(string name)
    {
        var refusal = await RefusalAsync(Document(Statement(Entry()), name));

        Assert.Equal("statement.unknown-format", refusal.Code);
        Assert.Contains(name, refusal.Text.En, StringComparison.Ordinal);
        Assert.Contains("camt.053.001.02", refusal.Text.Fa, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_another_namespace_is_not_the_banks_word()
    {
        var line = await LineAsync(Entry(more: """<x:AddtlNtryInf xmlns:x="urn:other">no</x:AddtlNtryInf><AddtlNtryInf>yes</AddtlNtryInf>"""));

        Assert.Equal("yes", line.Narrative);
    }

    [Theory]
    [InlineData("<Sts>BOOK</Sts>", 1)]
    [InlineData("<Sts><Cd>BOOK</Cd></Sts>", 1)]
    [InlineData("<Sts>\n  <Cd>BOOK</Cd>\n</Sts>", 1)]
    [InlineData("<Sts>PDNG</Sts>", 0)]
    [InlineData("<Sts><Cd>PDNG</Cd></Sts>", 0)]
    [InlineData("<Sts><Cd>INFO</Cd></Sts>", 0)]
    public async Task Only_what_is_booked_is_a_line_however_the_status_is_written(string status, int lines)
    {
        var read = await LinesAsync(Document(Statement(Entry(status: status) + Entry("7", reference: "R2"))));

        Assert.Equal(lines + 1, read.Count);
        Assert.Equal(2, read[^1].Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<Sts>XXXX</Sts>")]
    public async Task A_status_that_says_neither_booked_nor_pending_is_refused(string status) =>
        Assert.Equal("statement.line", (await RefusalAsync(Document(Statement(Entry(status: status))))).Code);

    [Theory]
    [InlineData("NOTPROVIDED")]
    [InlineData("notProvided")]
    [InlineData("Empty")]
    [InlineData("NONREF")]
    [InlineData("none")]
    [InlineData(" - ")]
    [InlineData("")]
    [InlineData("\u200F")]
    public async Task What_says_that_there_is_no_reference_is_none(string word)
    {
        var line = await LineAsync(Entry(reference: word, more: Details(
            $"<Refs><AcctSvcrRef>{word}</AcctSvcrRef><EndToEndId>{word}</EndToEndId><TxId>{word}</TxId></Refs><RmtInf><Strd><CdtrRefInf><Ref>{word}</Ref></CdtrRefInf></Strd></RmtInf>")));

        Assert.Equal((null, null, null, default), (line.BankReference, line.EndToEndId, line.DepositId, line.References));
    }

    [Fact]
    public async Task A_transaction_keeps_all_that_it_is_called_by()
    {
        var line = await LineAsync(Entry(more: Details("<Refs><MsgId>m</MsgId><AcctSvcrRef>a</AcctSvcrRef><PmtInfId>p</PmtInfId><InstrId>i</InstrId><TxId>t-۱</TxId></Refs>")));

        Assert.Equal(new TransactionReferences("M", "P", "I", "T-1", "A"), line.References);
    }

    [Fact]
    public async Task An_entry_of_no_money_is_counted_and_is_no_line()
    {
        var parts = await ReadAsync(Document(Statement(
            "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>" + Balance("OPBD", 5) + Balance("CLBD", 6) + Entry("0.00") + Entry("1"))));

        Assert.Equal(2, Assert.Single(parts.OfType<StatementLine>()).Number);
        Assert.Equal(1, Assert.Single(parts.OfType<StatementSummary>()).Lines);
    }

    [Fact]
    public async Task Persian_and_arabic_digits_are_digits_in_amounts_balances_and_counts()
    {
        var lines = await LinesAsync(Document(Statement(
            "<TxsSummry><TtlNtries><NbOfNtries>۲</NbOfNtries><Sum>٣٠٠٠</Sum></TtlNtries></TxsSummry>"
            + Balance("OPBD", 0) + Balance("CLBD", 3_000).Replace("3000", "۳۰۰۰٫۰۰", StringComparison.Ordinal)
            + Entry("\u200F۱۰۰۰٫۰۰") + Entry("٢٠٠٠", more: "<NtryDtls><Btch><NbOfTxs>۲</NbOfTxs></Btch><TxDtls>" + Rials(1) + "</TxDtls><TxDtls><Amt Ccy=\"IRR\">۱۹۹۹</Amt></TxDtls></NtryDtls>"))));

        Assert.Equal([1_000L, 1, 1_999], lines.Select(line => line.Amount.Value));
    }

    [Theory]
    [InlineData("<BookgDt><DtTm>2026-11-22T23:59:59+03:30</DtTm></BookgDt>", 22, 22)]
    [InlineData("<BookgDt><Dt>2026-11-22</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>", 22, 20)]
    [InlineData("<BookgDt><Dt>1405-09-01</Dt></BookgDt>", 22, 22)]
    [InlineData("<ValDt><Dt>2026-11-20Z</Dt></ValDt>", 20, 20)]
    public async Task Dates_are_those_that_the_bank_wrote_and_one_stands_in_for_the_other(string dates, int booked, int value)
    {
        var line = await LineAsync($"<Ntry><Amt Ccy=\"IRR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>{dates}</Ntry>");

        Assert.Equal((new LocalDate(2026, 11, booked), new LocalDate(2026, 11, value)), (line.BookingDate, line.ValueDate));
    }

    [Fact]
    public async Task A_file_may_hold_several_statements_each_with_its_summary_behind_its_lines()
    {
        var parts = await ReadAsync(Document(
            Statement("<FrToDt><FrDtTm>2026-11-01T00:00:00</FrDtTm><ToDtTm>2026-12-01T00:00:00</ToDtTm></FrToDt>" + Balance("PRCD", 500) + Balance("CLBD", 1_500) + Entry())
            + Statement(Entry("1", day: "2026-11-03", reference: "R2") + Entry("2", "DBIT", day: "2026-11-05", reference: "R3"), id: "S2", iban: "۱۲۳ ۴۵")
            + Statement("", id: "S3")));

        Assert.Equal(
            [
                new StatementSummary(1, "S1", Iban, new(2026, 11, 1), new(2026, 11, 30), new Rials(500), new Rials(1_500), 1),
                new StatementSummary(2, "S2", "12345", new(2026, 11, 3), new(2026, 11, 5), null, null, 2),
                new StatementSummary(3, "S3", Iban, null, null, null, null, 0),
            ],
            parts.OfType<StatementSummary>());
        Assert.Equal([1, 1, 2, 2, 2, 3], parts.Select(part => part is StatementLine line ? line.Statement : ((StatementSummary)part).Statement));
        Assert.Equal([1, 2, 3], parts.OfType<StatementLine>().Select(line => line.Number));
    }

    [Fact]
    public async Task Lines_tell_where_in_the_text_they_begin()
    {
        var lines = await LinesAsync(Document(Statement(
            "\n" + Entry() + "\r\n" + Entry("3", reference: "R2", more: "<NtryDtls>\n<TxDtls>" + Rials(1) + "</TxDtls>\n<TxDtls>" + Rials(2) + "</TxDtls></NtryDtls>"))));

        Assert.Equal([2L, 4, 5], lines.Select(line => line.TextLine));
    }

    [Fact]
    public async Task A_statement_without_an_account_is_refused() =>
        Assert.Equal("statement.account", (await RefusalAsync(Document("<Stmt><Id>1</Id>" + Entry() + "</Stmt>"))).Code);

    [Theory]
    [InlineData("<Amt Ccy=\"USD\">5</Amt>", "statement.another-currency")]
    [InlineData("<Amt>5</Amt>", "statement.another-currency")]
    [InlineData("<Amt Ccy=\"IRR\">5.5</Amt>", "statement.fraction")]
    [InlineData("<Amt Ccy=\"IRR\">-5</Amt>", "statement.amount")]
    [InlineData("<Amt Ccy=\"IRR\">5,000</Amt>", "statement.amount")]
    [InlineData("<Amt Ccy=\"IRR\">9007199254740993</Amt>", "statement.amount")]
    [InlineData("<Amt Ccy=\"IRR\">99999999999999999999999</Amt>", "statement.amount")]
    [InlineData("", "statement.line")]
    public async Task An_amount_that_is_no_whole_rials_from_zero_is_refused_with_its_place(string amount, string code)
    {
        var refusal = await RefusalAsync(Document(Statement("\n <Ntry>" + amount + "<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>")));

        Assert.Equal(code, refusal.Code);
        Assert.Contains("line 2, column 2", refusal.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_largest_amount_is_read() => Assert.Equal(Domain.Money.Rials.MaxAmount, (await LineAsync(Entry("9007199254740992"))).Amount.Value);

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("1405-12-30")]
    [InlineData("0000-00-00")]
    [InlineData("yesterday")]
    public async Task A_day_that_does_not_exist_is_refused(string day) =>
        Assert.Equal("statement.date", (await RefusalAsync(Document(Statement(Entry(day: day))))).Code);

    [Fact]
    public async Task Texts_are_cut_and_no_character_is_halved()
    {
        var line = await LineAsync(Entry(more: $"<AddtlNtryInf>{new string('x', 499)}😀😀</AddtlNtryInf>"));

        Assert.Equal(new string('x', 499), line.Narrative);
    }

    internal static string Persian(string digits) => string.Concat(digits.Select(digit => char.IsAsciiDigit(digit) ? (char)(digit - '0' + '۰') : digit));
}
