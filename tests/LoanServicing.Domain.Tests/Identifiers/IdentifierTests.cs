using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Tests.Identifiers;

/// <summary>The good and bad lists of domain.md section 4, and the spellings people use.</summary>
public class IdentifierTests
{
    [Theory]
    [InlineData("0499370899", "0499370899")]
    [InlineData("0790419904", "0790419904")]
    [InlineData("0684159414", "0684159414")]
    [InlineData("0010350829", "0010350829")]
    [InlineData("7731689956", "7731689956")]
    [InlineData("۰۴۹۹۳۷۰۸۹۹", "0499370899")]
    [InlineData("٠٤٩٩٣٧٠٨٩٩", "0499370899")]
    [InlineData(" 049-937089-9 ", "0499370899")]
    [InlineData("\u200F0499370899\u200E", "0499370899")]
    public void NationalId_Good_IsRead(string text, string expected)
    {
        Assert.True(NationalId.TryParse(text, out var id));
        Assert.Equal(expected, id.Value);
        Assert.Equal(expected, id.ToString());
    }

    [Theory]
    [InlineData("0684159415")]
    [InlineData("1234567890")]
    [InlineData("7731689951")]
    [InlineData("0000000000")]
    [InlineData("1111111111")]
    [InlineData("499370899")]
    [InlineData("00499370899")]
    [InlineData("049937089a")]
    [InlineData("०४९९३७०८९९")]
    [InlineData("")]
    [InlineData(null)]
    public void NationalId_Bad_IsRefused(string? text)
    {
        Assert.False(NationalId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void NationalId_Masked_HidesTheLastFourDigits()
    {
        Assert.True(NationalId.TryParse("0499370899", out var id));
        Assert.Equal("049937****", id.Masked);
    }

    [Theory]
    [InlineData("IR820540102680020817909002", "054")]
    [InlineData("IR550570022080013447370101", "057")]
    [InlineData("IR062960000000100324200001", "296")]
    [InlineData("IR040590000000000000000001", "059")]
    [InlineData("IR740590000000001234567890", "059")]
    [InlineData("IR790590000000009876543210", "059")]
    [InlineData("ir79 0590 0000 0000 9876 5432 10", "059")]
    [InlineData("IR79-0590-0000-0000-9876-5432-10", "059")]
    [InlineData("IR۷۹۰۵۹۰۰۰۰۰۰۰۰۰۹۸۷۶۵۴۳۲۱۰", "059")]
    public void Sheba_Good_IsRead(string text, string bankCode)
    {
        Assert.True(Sheba.TryParse(text, out var sheba));
        Assert.Equal(26, sheba.Value.Length);
        Assert.Equal(sheba.Value, sheba.ToString());
        Assert.Equal(bankCode, sheba.BankCode);
    }

    [Theory]
    [InlineData("IR012345678901234567890123")]
    [InlineData("IR820540102680020817909003")]
    [InlineData("IR06296000000010032420000")]
    [InlineData("IQ820540102680020817909002")]
    [InlineData("820540102680020817909002")]
    [InlineData("IR82054010268002081790900A")]
    [InlineData("")]
    [InlineData(null)]
    public void Sheba_Bad_IsRefused(string? text)
    {
        Assert.False(Sheba.TryParse(text, out var sheba));
        Assert.Equal(default, sheba);
    }

    [Theory]
    [InlineData("09122002580", "+989122002580")]
    [InlineData("+989022002580", "+989022002580")]
    [InlineData("9022002580", "+989022002580")]
    [InlineData("989022002580", "+989022002580")]
    [InlineData("00989022002580", "+989022002580")]
    [InlineData("09802002580", "+989802002580")]
    [InlineData("+98 912-200 2580", "+989122002580")]
    [InlineData("۰۹۱۲۲۰۰۲۵۸۰", "+989122002580")]
    public void Mobile_Good_IsRead(string text, string expected)
    {
        Assert.True(Mobile.TryParse(text, out var mobile));
        Assert.Equal($"0{expected[3..6]}***{expected[^4..]}", mobile.Masked);
        Assert.Equal(expected, mobile.Value);
        Assert.Equal(expected, mobile.ToString());
    }

    [Theory]
    [InlineData("0912200258")]
    [InlineData("08122002580")]
    [InlineData("000989022002580")]
    [InlineData("+0989022002580")]
    [InlineData("091220025800")]
    [InlineData("0912200258x")]
    [InlineData("912")]
    [InlineData(null)]
    public void Mobile_Bad_IsRefused(string? text)
    {
        Assert.False(Mobile.TryParse(text, out var mobile));
        Assert.Equal(default, mobile);
    }

    [Theory]
    [InlineData("1619735744", true)]
    [InlineData("7618815676", true)]
    [InlineData("7616913439", true)]
    [InlineData("۷۶۱۶۹-۱۳۴۳۹", true)]
    [InlineData("1111111111", false)]
    [InlineData("0123456789", false)]
    [InlineData("7612345678", false)]
    public void PostalCode_TenDigits_AreKeptAndTheOddOnesFlagged(string text, bool plausible)
    {
        Assert.True(PostalCode.TryNormalise(text, out var code));
        Assert.Equal(10, code.Value.Length);
        Assert.Equal(code.Value, code.ToString());
        Assert.Equal(plausible, code.IsPlausible);
    }

    [Theory]
    [InlineData("761691343")]
    [InlineData("76169134390")]
    [InlineData("76169x3439")]
    [InlineData(null)]
    public void PostalCode_AnythingElse_IsRefused(string? text) => Assert.False(PostalCode.TryNormalise(text, out _));

    [Fact]
    public void A_default_identifier_has_no_value()
    {
        Assert.Throws<InvalidOperationException>(() => default(NationalId).Value);
        Assert.Throws<InvalidOperationException>(() => default(Sheba).Value);
        Assert.Throws<InvalidOperationException>(() => default(Mobile).Value);
        Assert.Throws<InvalidOperationException>(() => default(PostalCode).Value);
    }

    [Fact]
    public void Digits_of_both_keyboards_become_ascii_and_nothing_else_changes() =>
        Assert.Equal("0123456789 0123456789 x/۝", Digits.Normalise("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ x/۝"));
}
