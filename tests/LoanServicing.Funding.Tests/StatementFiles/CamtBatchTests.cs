using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class CamtBatchTests
{
    [Fact]
    public async Task Each_transaction_of_a_batch_is_a_line_with_a_reference_of_its_own()
    {
        var lines = await LinesAsync(Document(Statement(Entry("600", reference: "B7", more: Details(
            Rials(100) + "<Refs><AcctSvcrRef>OWN1</AcctSvcrRef></Refs>",
            "<AmtDtls><TxAmt><Amt Ccy=\"IRR\">200</Amt></TxAmt></AmtDtls>",
            "<AmtDtls><InstdAmt><Amt Ccy=\"IRR\">300</Amt></InstdAmt></AmtDtls><Refs><AcctSvcrRef>b7</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>")))));

        Assert.Equal([(1, 100L, "OWN1"), (2, 200L, "B7/2"), (3, 300L, "B7/3")], lines.Select(line => (line.Detail, line.Amount.Value, line.BankReference!)));
        Assert.All(lines, line => Assert.Equal((1, null), (line.Number, line.EndToEndId)));
    }

    [Fact]
    public async Task A_reference_that_several_transactions_of_a_batch_share_is_numbered()
    {
        var lines = await LinesAsync(Document(Statement(Entry("3", reference: null, more: Details(
            Rials(1) + "<Refs><AcctSvcrRef>X</AcctSvcrRef></Refs>", Rials(1) + "<Refs><AcctSvcrRef>X</AcctSvcrRef></Refs>", Rials(1))))));

        Assert.Equal(["X/1", "X/2", null], lines.Select(line => line.BankReference));
    }

    [Fact]
    public async Task A_transaction_of_a_batch_without_a_reference_of_its_own_has_the_shared_one_and_its_end_to_end_id_as_in_a_notification()
    {
        var lines = await LinesAsync(Document(Statement(Entry("6", reference: "b7", more: Details(
            Rials(1) + "<Refs><EndToEndId>e-۱</EndToEndId></Refs>",
            Rials(1) + "<Refs><EndToEndId>E2</EndToEndId></Refs>",
            Rials(1) + "<Refs><EndToEndId>E2</EndToEndId></Refs>",
            Rials(1) + "<Refs><EndToEndId>notprovided</EndToEndId></Refs>",
            Rials(1) + "<Refs><EndToEndId>6</EndToEndId></Refs>",
            Rials(1))))));

        Assert.Equal(["B7/E-1", "B7/E2", "B7/E2/3", "B7/4", "B7/6", "B7/6/6"], lines.Select(line => line.BankReference));
    }

    [Fact]
    public async Task References_of_a_batch_that_are_as_long_as_can_be_are_still_told_apart()
    {
        var (shared, id) = (new string('S', 500), new string('E', 500));
        var lines = await LinesAsync(Document(Statement(Entry("4", reference: shared, more: Details(
            Rials(1), Rials(1), Rials(1) + $"<Refs><EndToEndId>{id}</EndToEndId></Refs>", Rials(1) + $"<Refs><EndToEndId>{id}</EndToEndId></Refs>")))));

        Assert.Equal(4, lines.Select(line => line.BankReference).Distinct().Count());
        Assert.All(lines, line => Assert.InRange(line.BankReference!.Length, 1, 500));
    }

    [Fact]
    public async Task Transactions_of_a_batch_that_comes_to_nothing_are_lines()
    {
        var lines = await LinesAsync(Document(Statement(Entry("0", more: Details(Rials(5), Rials(5) + "<CdtDbtInd>DBIT</CdtDbtInd>")) + Entry("0", more: Details(Rials(5), Rials(4))))));

        Assert.Equal([(1, true, 5L), (1, false, 5L)], lines.Select(line => (line.Number, line.IsCredit, line.Amount.Value)));
    }

    [Fact]
    public async Task A_transaction_of_no_money_within_a_batch_is_no_line() =>
        Assert.Equal([1, 3], (await LinesAsync(Document(Statement(Entry("30", more: Details(Rials(10), Rials(0), Rials(20))))))).Select(line => line.Detail));

    [Fact]
    public async Task A_batch_with_a_transaction_in_another_currency_is_one_line_that_says_so()
    {
        var line = await LineAsync(Entry("1000", more: Details(Rials(400), "<Amt Ccy=\"EUR\">1.50</Amt>")));

        Assert.Equal((0, 1_000L, "R1", "details-in-another-currency"), (line.Detail, line.Amount.Value, line.BankReference, line.Note));
        Assert.Equal(
            [400L, 600],
            (await LinesAsync(Document(Statement(Entry("1000", more: Details(Rials(400), "<Amt Ccy=\"EUR\">1.50</Amt><AmtDtls><TxAmt><Amt Ccy=\"IRR\">600</Amt></TxAmt></AmtDtls>"))))))
                .Select(line => line.Amount.Value));
    }

    [Fact]
    public async Task A_transaction_of_a_batch_may_go_the_other_way()
    {
        var lines = await LinesAsync(Document(Statement(Entry("70", more: Details(Rials(100) + "<CdtDbtInd>CRDT</CdtDbtInd>", Rials(30) + "<CdtDbtInd>DBIT</CdtDbtInd>")))));

        Assert.Equal([(true, 100L), (false, 30L)], lines.Select(line => (line.IsCredit, line.Amount.Value)));
    }

    [Theory]
    [InlineData("<TxDtls><Amt Ccy=\"IRR\">400</Amt></TxDtls><TxDtls><Amt Ccy=\"IRR\">500</Amt></TxDtls>")]
    [InlineData("<TxDtls><Amt Ccy=\"IRR\">400</Amt></TxDtls><TxDtls></TxDtls>")]
    [InlineData("<Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls>")]
    [InlineData("<Btch><NbOfTxs>3</NbOfTxs></Btch><TxDtls><Amt Ccy=\"IRR\">400</Amt></TxDtls><TxDtls><Amt Ccy=\"IRR\">600</Amt></TxDtls>")]
    public async Task A_batch_that_its_transactions_do_not_make_up_is_one_line_that_says_so(string details)
    {
        var line = await LineAsync(Entry("1000", more: $"<NtryDtls>{details}</NtryDtls>"));

        Assert.Equal((0, 1_000L, "R1", "details-do-not-add-up"), (line.Detail, line.Amount.Value, line.BankReference, line.Note));
    }

    [Fact]
    public async Task Charges_within_an_entry_are_noted()
    {
        var line = await LineAsync(Entry("995", more: "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"IRR\">5</TtlChrgsAndTaxAmt></Chrgs>" + Details(Rials(1000))));

        Assert.Equal((995L, "charges 5"), (line.Amount.Value, line.Note));
    }
}
