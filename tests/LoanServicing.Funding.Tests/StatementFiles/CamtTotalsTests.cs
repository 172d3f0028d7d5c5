using LoanServicing.Domain.Money;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class CamtTotalsTests
{
    private static readonly string Entries = Entry("1000") + Entry("300", "DBIT", reference: "R2");

    [Theory]
    [InlineData("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>1300.00</Sum><TtlNetNtryAmt>700</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd></TtlNtries>")]
    [InlineData("<TtlNtries><TtlNetNtry><Amt>700</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>")]
    [InlineData("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1000</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>300</Sum></TtlDbtNtries>")]
    public async Task Totals_that_are_right_are_read_over(string totals) => Assert.Equal(2, (await LinesAsync(Summed(totals, Entries))).Count);

    [Theory]
    [InlineData("<TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>")]
    [InlineData("<TtlNtries><Sum>1301</Sum></TtlNtries>")]
    [InlineData("<TtlNtries><TtlNetNtryAmt>700</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd></TtlNtries>")]
    [InlineData("<TtlNtries><TtlNetNtry><Amt>701</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>")]
    [InlineData("<TtlCdtNtries><NbOfNtries>2</NbOfNtries></TtlCdtNtries>")]
    [InlineData("<TtlCdtNtries><Sum>1</Sum></TtlCdtNtries>")]
    [InlineData("<TtlDbtNtries><NbOfNtries>0</NbOfNtries></TtlDbtNtries>")]
    [InlineData("<TtlDbtNtries><Sum>301</Sum></TtlDbtNtries>")]
    public async Task A_total_that_is_wrong_refuses_the_file(string totals) =>
        Assert.Equal("statement.totals", (await RefusalAsync(Summed(totals, Entries))).Code);

    [Theory]
    [InlineData(3, 1305)]
    [InlineData(2, 1300)]
    public async Task Totals_may_count_what_is_pending_or_leave_it_out(int count, long sum) =>
        Assert.Equal(2, (await LinesAsync(Summed(
            $"<TtlNtries><NbOfNtries>{count}</NbOfNtries><Sum>{sum}</Sum></TtlNtries>", Entries + Entry("5", status: "<Sts>PDNG</Sts>", reference: "R3")))).Count);

    [Fact]
    public async Task Totals_that_count_what_is_pending_in_one_figure_and_not_in_another_are_refused() =>
        Assert.Equal("statement.totals", (await RefusalAsync(Summed(
            "<TtlNtries><NbOfNtries>3</NbOfNtries><Sum>1300</Sum></TtlNtries>", Entries + Entry("5", status: "<Sts>PDNG</Sts>", reference: "R3")))).Code);

    [Theory]
    [InlineData("OPBD", -200, 500)]
    [InlineData("PRCD", 0, 700)]
    [InlineData("OPBD", -700, 0)]
    public async Task Opening_and_lines_make_the_closing_balance(string opening, long before, long after)
    {
        var summary = (await ReadAsync(Document(Statement(Balance(opening, before) + Balance("CLBD", after) + Entries)))).OfType<StatementSummary>().Single();

        Assert.Equal((new Rials(before), new Rials(after)), (summary.Opening, summary.Closing));
    }

    [Fact]
    public async Task A_closing_balance_that_does_not_follow_refuses_the_file()
    {
        var refusal = await RefusalAsync(Document(Statement(Balance("OPBD", 100) + Balance("CLBD", 801) + Entries)));

        Assert.Equal("statement.totals", refusal.Code);
        Assert.Contains("opens with 100, its entries come to 700, and it closes with 801", refusal.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_balances_of_several_days_the_first_opening_and_the_last_closing_count() =>
        Assert.Equal(2, (await LinesAsync(Document(Statement(
            Balance("OPBD", 0, "2026-11-20") + Balance("CLBD", 1000, "2026-11-20") + Balance("OPBD", 1000, "2026-11-21") + Balance("CLBD", 700, "2026-11-21")
            + Balance("PRCD", 5, "2026-11-19") + Balance("ITBD", 4) + Entries)))).Count);

    [Fact]
    public async Task Amounts_that_add_up_to_more_than_can_be_counted_are_refused() =>
        Assert.Equal("statement.amount", (await RefusalAsync(Document(Statement(
            string.Concat(Enumerable.Repeat(Entry("9007199254740992"), 1_024)))))).Code);

    private static string Summed(string totals, string entries) => Document(Statement($"<TxsSummry>{totals}</TxsSummry>{entries}"));
}
