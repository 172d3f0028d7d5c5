using LoanServicing.Domain.Money;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class LineKeyTests
{
    [Fact]
    public async Task A_key_is_the_same_however_the_file_writes_the_line()
    {
        var one = await KeysAsync(Entry("5000", reference: "Ab۱", more: Details("<Refs><EndToEndId>e-1</EndToEndId></Refs>")), Iso + "02");
        var other = await KeysAsync(
            Entry("1", reference: "R0") + Entry("5000.00", reference: " aB1 ", status: "<Sts>BOOK</Sts>", more: Details("<Refs><EndToEndId>E-1</EndToEndId></Refs><RmtInf><Ustrd>x</Ustrd></RmtInf>")),
            Iso + "08");

        Assert.Equal(one[0], other[1]);
        Assert.Matches("^[0-9a-f]{64}$", one[0]);
    }

    [Theory]
    [InlineData("5001", "CRDT", "2026-11-22", "R1", "")]
    [InlineData("5000", "DBIT", "2026-11-22", "R1", "")]
    [InlineData("5000", "CRDT", "2026-11-23", "R1", "")]
    [InlineData("5000", "CRDT", "2026-11-22", "R2", "")]
    [InlineData("5000", "CRDT", "2026-11-22", null, "")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<RvslInd>true</RvslInd>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><EndToEndId>e</EndToEndId></Refs></TxDtls></NtryDtls>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><TxId>e</TxId></Refs></TxDtls></NtryDtls>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><InstrId>e</InstrId></Refs></TxDtls></NtryDtls>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><PmtInfId>e</PmtInfId></Refs></TxDtls></NtryDtls>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><MsgId>e</MsgId></Refs></TxDtls></NtryDtls>")]
    [InlineData("5000", "CRDT", "2026-11-22", "R1", "<NtryDtls><TxDtls><Refs><AcctSvcrRef>e</AcctSvcrRef></Refs></TxDtls></NtryDtls>")]
    public async Task Whatever_tells_two_movements_apart_tells_their_keys_apart(string amount, string direction, string day, string? reference, string more) =>
        Assert.NotEqual(await KeysAsync(Entry("5000")), await KeysAsync(Entry(amount, direction, more, day: day, reference: reference)));

    [Fact]
    public async Task Each_reference_has_a_place_of_its_own_in_the_key()
    {
        var keys = new List<string>();
        foreach (var name in new[] { "MsgId", "PmtInfId", "InstrId", "TxId", "EndToEndId" })
        {
            keys.AddRange(await KeysAsync(Entry(more: Details($"<Refs><{name}>e</{name}></Refs>"))));
        }

        Assert.Equal(5, keys.Distinct().Count());
    }

    [Fact]
    public async Task Two_entries_alike_in_all_but_their_transaction_id_are_two_lines_whichever_file_has_which()
    {
        var (one, other) = (Entry(more: Details("<Refs><TxId>T1</TxId></Refs>")), Entry(more: Details("<Refs><TxId>T2</TxId></Refs>")));
        var (morning, evening) = (await KeysAsync(one), await KeysAsync(other));

        Assert.NotEqual(morning, evening);
        Assert.Equal([.. evening, .. morning], await KeysAsync(other + one));
    }

    [Fact]
    public async Task The_narrative_tells_lines_apart_only_where_there_is_no_reference()
    {
        Assert.Equal(await KeysAsync(Entry(more: "<AddtlNtryInf>a</AddtlNtryInf>")), await KeysAsync(Entry(more: "<AddtlNtryInf>b</AddtlNtryInf>")));
        Assert.NotEqual(
            await KeysAsync(Entry(reference: null, more: "<AddtlNtryInf>a</AddtlNtryInf>")), await KeysAsync(Entry(reference: null, more: "<AddtlNtryInf>b</AddtlNtryInf>")));
        Assert.Equal(
            await KeysAsync(Entry(reference: null, more: "<AddtlNtryInf>كارت  به كارت ۱</AddtlNtryInf>")),
            await KeysAsync(Entry(reference: null, more: "<AddtlNtryInf>کارت به کارت 1</AddtlNtryInf>")));
    }

    [Fact]
    public async Task Two_honest_lines_that_look_alike_are_two_and_the_file_of_the_whole_day_repeats_those_of_the_morning()
    {
        var morning = await KeysAsync(Entry(reference: null) + Entry(reference: null));
        var day = await KeysAsync(Entry("7") + Entry(reference: null) + Entry("8", day: "2026-11-21") + Entry(reference: null) + Entry(reference: null));

        Assert.Equal(2, morning.Distinct().Count());
        Assert.Equal(5, day.Distinct().Count());
        Assert.Equal(morning, [day[1], day[3]]);
    }

    [Fact]
    public async Task The_balance_after_it_tells_lines_apart_only_where_there_is_no_reference()
    {
        var line = await LineAsync(Entry(reference: null));
        string KeyOf(StatementLine one, long? balance) => new LineKeys().Keyed(one with { BalanceAfter = balance is { } rials ? new Rials(rials) : null }).Key;

        Assert.NotEqual(KeyOf(line, 100), KeyOf(line, 200));
        Assert.Equal(KeyOf(line, null), line.Key);
        Assert.Equal(KeyOf(line with { BankReference = "R1" }, 100), KeyOf(line with { BankReference = "R1" }, 200));
    }

    [Fact]
    public async Task A_field_of_zeros_is_no_reference() =>
        Assert.Equal(await KeysAsync(Entry(reference: null)), await KeysAsync(Entry(reference: "000")));

    [Fact]
    public async Task Transactions_of_a_batch_each_have_a_key_of_their_own() =>
        Assert.Equal(3, (await KeysAsync(Entry("3", reference: null, more: Details(Rials(1), Rials(1), Rials(1))))).Distinct().Count());

    [Fact]
    public async Task Keys_that_were_given_once_are_given_for_ever() =>
        Assert.Equal(
            ["79517b6046f8065926e46ba9a15c93d9a5c1f53751c56806fae8766b3ca1d249", "36358c8fa3f6adfc81d2276b75ace0c8bcc53dd63388589ccc1788ba72c9341b"],
            await KeysAsync(Entry() + Entry()));

    [Fact]
    public async Task More_lines_than_are_remembered_are_refused()
    {
        var line = await LineAsync(Entry());
        var keys = new LineKeys(most: 2);

        Assert.NotEqual(keys.Keyed(line).Key, keys.Keyed(line).Key);
        Assert.Equal("statement.too-large", Assert.Throws<StatementRefusedException>(() => keys.Keyed(line)).Code);
    }

    [Fact]
    public async Task A_file_read_twice_gives_the_same_parts()
    {
        var file = Document(Statement(Entry(reference: null) + Entry(reference: null) + Entry("3", more: Details(Rials(1), Rials(2)))));

        Assert.Equal(await ReadAsync(file), await ReadAsync(file));
    }

    private static async Task<List<string>> KeysAsync(string entries, string name = Iso + "08") =>
        [.. (await LinesAsync(Document(Statement(entries), name))).Select(line => line.Key)];
}
