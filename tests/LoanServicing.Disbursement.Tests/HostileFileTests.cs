using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Files that are rejected whole, each with its reason beside it.</summary>
public sealed class HostileFileTests : IAsyncLifetime
{
    private const int LargestFile = 1_000_000;

    private readonly DisbursementBench _bench = new(largestInboxFile: LargestFile);
    private string _sound = "";
    private PaymentOrderRow _order = new();

    public async Task InitializeAsync()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        _order = await _bench.SendAsync(Contracts.Signed());
        _sound = BankMessages.Notification("N1", BankMessages.Paid(_order));
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public Task EntitiesThatGrow() => AssertRejectedAsync("file.not-xml", _sound.Replace(
        "<Document",
        "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><Document",
        StringComparison.Ordinal));

    [Fact]
    public Task EntityFromAFile() => AssertRejectedAsync("file.not-xml", _sound
        .Replace("<Document", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Document", StringComparison.Ordinal)
        .Replace("<MsgId>N1", "<MsgId>&x;", StringComparison.Ordinal));

    [Fact]
    public Task Truncated() => AssertRejectedAsync("file.not-xml", _sound[..(_sound.Length / 2)]);

    [Fact]
    public Task Empty() => AssertRejectedAsync("file.not-xml", "");

    [Fact]
    public Task TooLarge() => AssertRejectedAsync("file.too-large", _sound + new string(' ', LargestFile));

    [Fact]
    public Task AnotherMessage() =>
        AssertRejectedAsync("file.unknown-format", _sound.Replace("camt.054.001.08", "camt.053.001.08", StringComparison.Ordinal));

    [Fact]
    public Task AVersionThatIsNotKnown() =>
        AssertRejectedAsync("file.unknown-format", _sound.Replace("camt.054.001.08", "camt.054.001.99", StringComparison.Ordinal));

    [Fact]
    public Task NoNamespace() => AssertRejectedAsync(
        "file.unknown-format", _sound.Replace(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"", "", StringComparison.Ordinal));

    [Fact]
    public Task NoMessageId() => AssertRejectedAsync("file.no-message-id", _sound.Replace("<MsgId>N1</MsgId>", "", StringComparison.Ordinal));

    [Fact]
    public Task AMessageIdThatIsTooLong() =>
        AssertRejectedAsync("file.no-message-id", _sound.Replace("<MsgId>N1", "<MsgId>" + new string('N', 36), StringComparison.Ordinal));

    [Fact]
    public Task FewerEntriesThanAnnounced() =>
        AssertRejectedAsync("file.incomplete", _sound.Replace("<NbOfNtries>1", "<NbOfNtries>2", StringComparison.Ordinal));

    [Theory]
    [InlineData("EUR", null, "file.another-currency")]
    [InlineData("irr", null, "file.another-currency")]
    [InlineData("IRR", "380000000.50", "file.amount-with-fraction")]
    [InlineData("IRR", "0.01", "file.amount-with-fraction")]
    public Task MoneyThatIsNotWholeRials_AndNothingOfTheFileIsUsed(string currency, string? amount, string code) => AssertRejectedAsync(
        code, BankMessages.Notification("N1", BankMessages.Paid(_order), BankMessages.Paid(_order, amount, currency: currency, reference: "FT9")));

    [Fact]
    public Task ForeignMoney_WithinABatch() => AssertRejectedAsync("file.another-currency", _sound
        .Replace("<TxDtls>", "<TxDtls><Amt Ccy=\"EUR\">5</Amt></TxDtls><TxDtls><Amt Ccy=\"IRR\">5</Amt>", StringComparison.Ordinal));

    [Fact]
    public Task AStatusReport_AboutAPaymentFileThatIsNotOurs() => AssertRejectedAsync(
        "file.original-unknown", BankMessages.StatusesOf("LSF00000000000000000000000000000000", "S1", "RJCT", _order));

    [Fact]
    public Task ARefusal_OfAWholeFileThatIsNotOurs() => AssertRejectedAsync(
        "file.original-unknown", BankMessages.WholeFileRefused("S1", "LSF00000000000000000000000000000000"));

    [Fact]
    public Task ARefusal_OfAWholeFileThatItDoesNotName() => AssertRejectedAsync("file.original-unknown", BankMessages.WholeFileRefused("S1", ""));

    [Fact]
    public async Task AStatusReport_ThatNamesNoPaymentFile_IsReadByItsOrders()
    {
        await _bench.TakeInAsync(BankMessages.StatusesOf(null, "S1", "RJCT", _order));

        Assert.Equal("refused", Assert.Single(await _bench.OrdersAsync()).State);
    }

    [Fact]
    public async Task BytesThatAreNoText()
    {
        await _bench.TakeInAsync([0xEF, 0xBB, 0xBF, (byte)'<', 0xFF, 0xFE, 0xC0]);

        await AssertRejectedAsync("file.not-xml");
    }

    [Theory]
    [InlineData("", "The file is empty; ask the bank to send it again.")]
    [InlineData(" \n", "The file is empty; ask the bank to send it again.")]
    [InlineData("<!DOCTYPE d><d/>", "The file has a document type definition (DOCTYPE) at line 1, column 1; ask the bank to send it without one.")]
    [InlineData("<?xml version=\"1.0\"?>\r\n <!DOCTYPE d><d/>", "The file has a document type definition (DOCTYPE) at line 2, column 2; ask the bank to send it without one.")]
    [InlineData("<d>\n<a>ب", "The file breaks off at line 2, column 5; ask the bank to send it again whole.")]
    [InlineData("<d>\r\n<a></b></d>", "The file is not well-formed XML at line 2, column 6; ask the bank to send it again as well-formed XML in UTF-8.")]
    [InlineData("پاسخ", "The file is not well-formed XML at line 1, column 1; ask the bank to send it again as well-formed XML in UTF-8.")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><d/>", "The file is not written in the encoding that it names; ask the bank to send it again as XML in UTF-8.")]
    public async Task WhatIsNoXml_IsToldWithWhatToAskTheBankFor(string content, string reason)
    {
        await _bench.TakeInAsync(content);

        Assert.Equal($"file.not-xml: {reason}\n", _bench.Reason());
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("/nowhere/at/all")]
    public async Task ALink_IsNotFollowed(string target)
    {
        File.CreateSymbolicLink(_bench.PathOf("inbox", "answer.xml"), target);

        await _bench.TakeInAllAsync();

        await AssertRejectedAsync("file.is-a-link");
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(100_000, 0)]
    public Task DeeplyNested(int opened, int closed) =>
        AssertRejectedAsync("file.too-deep", _sound.Replace("<Id>N1</Id>", $"<Id>N1</Id>{Nested(opened, closed)}", StringComparison.Ordinal));

    [Fact]
    public async Task NestedOneLevelTooDeep_IsToldWithItsPlace()
    {
        await _bench.TakeInAsync($"<d>\n{Nested(63, 63)} {Nested(64, 64)}</d>");

        Assert.Equal(
            "file.too-deep: The file has elements nested deeper than 64 levels at line 2, column 632; ask the bank to send it again without them.\n",
            _bench.Reason());
    }

    [Fact]
    public async Task NestedAsDeepAsIsAllowed_IsReadWithoutHarm()
    {
        const int levelsAbove = 3; // Document, the message, Ntfctn
        var nested = Nested(64 - levelsAbove, 64 - levelsAbove);

        await _bench.TakeInAsync(_sound.Replace("<Id>N1</Id>", $"<Id>N1</Id>{nested}", StringComparison.Ordinal));

        Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>());
    }

    [Fact]
    public async Task ASecondRejectedFileOfTheSameName_KeepsBoth()
    {
        await _bench.TakeInAsync("<a");
        await _bench.TakeInAsync("<b");

        Assert.Equal(["answer.2.xml", "answer.2.xml.reason.txt", "answer.xml", "answer.xml.reason.txt"], _bench.Rejected);
    }

    private static string Nested(int opened, int closed) =>
        string.Concat(Enumerable.Repeat("<a>", opened)) + string.Concat(Enumerable.Repeat("</a>", closed));

    private async Task AssertRejectedAsync(string code, string content)
    {
        await _bench.TakeInAsync(content);
        await AssertRejectedAsync(code);
    }

    private async Task AssertRejectedAsync(string code)
    {
        Assert.Equal(["answer.xml", "answer.xml.reason.txt"], _bench.Rejected);
        Assert.Matches($"^{code}: [^\n]+; (ask the bank|put the file)[^\n]+\\.\n$", _bench.Reason());
        Assert.Empty(_bench.Arrived);
        Assert.Empty(await _bench.AnswersAsync());
        Assert.Equal(0, await _bench.Service.CountAsync("bank_file"));
        Assert.Equal("sent", Assert.Single(await _bench.OrdersAsync()).State);
    }
}
