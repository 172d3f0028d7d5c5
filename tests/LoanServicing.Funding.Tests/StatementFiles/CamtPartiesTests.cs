using LoanServicing.Domain.Loans;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class CamtPartiesTests
{
    private static readonly string Deposit = DepositId.FromSerial(4711).Digits;

    [Theory]
    [InlineData("DBIT", false)]
    [InlineData("CRDT", true)]
    public async Task A_reversal_shows_the_way_money_moves_now(string direction, bool isCredit)
    {
        var line = await LineAsync(Entry(direction: direction, more: "<RvslInd>true</RvslInd>"));

        Assert.Equal((true, isCredit), (line.IsReversal, line.IsCredit));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    public async Task The_reversal_indicator_is_a_boolean_in_any_case(string indicator, bool isReversal) =>
        Assert.Equal(isReversal, (await LineAsync(Entry(more: $"<RvslInd>{indicator}</RvslInd>"))).IsReversal);

    [Theory]
    [InlineData("yes")]
    [InlineData("2")]
    [InlineData("-")]
    public async Task A_reversal_indicator_that_is_no_boolean_refuses_the_file(string indicator)
    {
        var refusal = await RefusalAsync(Document(Statement(Entry(more: $"<RvslInd>{indicator}</RvslInd>"))));

        Assert.Equal("statement.line", refusal.Code);
        Assert.Contains($"'{indicator}'", refusal.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_party_of_a_payment_of_ours_is_its_creditor_and_of_a_reversed_receipt_still_its_payer()
    {
        const string Parties = "<RltdPties><Dbtr><Nm>payer</Nm></Dbtr><Cdtr><Nm>payee</Nm></Cdtr></RltdPties>";

        Assert.Equal("payee", (await LineAsync(Entry(direction: "DBIT", more: Details(Parties)))).Payer);
        Assert.Equal("payer", (await LineAsync(Entry(direction: "DBIT", more: "<RvslInd>1</RvslInd>" + Details(Parties)))).Payer);
    }

    [Fact]
    public async Task A_return_tells_its_reason_and_never_ourselves_as_the_other_party()
    {
        var line = await LineAsync(Entry(more: Details(
            $"<Refs><EndToEndId>P1</EndToEndId></Refs><RltdPties><Dbtr><Nm>us</Nm></Dbtr><DbtrAcct><Id><IBAN>{Iban}</IBAN></Id></DbtrAcct><Cdtr><Nm>borrower</Nm></Cdtr></RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")));

        Assert.Equal(("AC04", "P1", "borrower"), (line.ReturnReason, line.EndToEndId, line.Payer));
    }

    [Fact]
    public async Task A_deposit_id_in_free_text_counts_when_it_is_the_only_number_that_passes()
    {
        var other = DepositId.FromSerial(12).Digits;

        Assert.Equal(Deposit, (await LineAsync(Entry(more: Details($"<RmtInf><Ustrd>قسط 1405 شناسه {CamtReadingTests.Persian(Deposit)}</Ustrd></RmtInf>")))).DepositId);
        Assert.Null((await LineAsync(Entry(more: Details($"<RmtInf><Ustrd>{Deposit} {other}</Ustrd></RmtInf>")))).DepositId);
        Assert.Equal("loan 5", (await LineAsync(Entry(more: Details("<RmtInf><Strd><CdtrRefInf><Ref>loan 5</Ref></CdtrRefInf></Strd></RmtInf>")))).DepositId);
    }

    [Fact]
    public async Task A_deposit_id_may_stand_in_what_is_said_of_the_entry_unless_that_is_a_batch()
    {
        var said = $"<AddtlNtryInf>واریز {Deposit}</AddtlNtryInf>";
        var other = DepositId.FromSerial(12).Digits;

        Assert.Equal(Deposit, (await LineAsync(Entry(more: said))).DepositId);
        Assert.Equal(Deposit, (await LineAsync(Entry(more: said + Details("<RmtInf><Ustrd>قسط</Ustrd></RmtInf>")))).DepositId);
        Assert.Null((await LineAsync(Entry(more: said + Details($"<RmtInf><Ustrd>{other}</Ustrd></RmtInf>")))).DepositId);
        Assert.All(await LinesAsync(Document(Statement(Entry("2", more: said + Details(Rials(1), Rials(1)))))), line => Assert.Null(line.DepositId));
        Assert.Null((await LineAsync(Entry("9", more: said + Details(Rials(1), Rials(1))))).DepositId);
        Assert.Null((await LineAsync(Entry(more: said + "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>"))).DepositId);
    }

    [Theory]
    [InlineData("IR{0}")]
    [InlineData("{0}A")]
    [InlineData("شناسه{0}")]
    [InlineData("{0}ریال")]
    [InlineData("قِ{0}")]
    public async Task Digits_that_a_letter_is_glued_to_are_no_deposit_id(string text)
    {
        var narrative = text.Replace("{0}", Deposit, StringComparison.Ordinal);

        Assert.Null((await LineAsync(Entry(more: $"<AddtlNtryInf>{narrative}</AddtlNtryInf>"))).DepositId);
        Assert.Null(Assert.Single(await LinesAsync($"Date,Amount,Narrative\n2026-11-22,+5,{narrative}\n")).DepositId);
    }
}
