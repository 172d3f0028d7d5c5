using LoanServicing.Domain.Loans;

namespace LoanServicing.Domain.Tests.Loans;

public class DepositIdTests
{
    [Fact]
    public void FromSerial_AnySerial_IsDigitsOnlyAndIsReadBack() => Generators.Check(Generators.Between(1, long.MaxValue), serial =>
    {
        var id = DepositId.FromSerial(serial).Digits;

        Assert.True(id.Length <= DepositId.MaxLength);
        Assert.StartsWith(serial.ToString(), id, StringComparison.Ordinal);
        Assert.True(DepositId.TryParse(id, out var read));
        Assert.Equal(id, read.Digits);
    });

    [Fact]
    public void A_wrong_digit_and_two_swapped_digits_are_always_found() => Generators.Check(Generators.Between(1_000_001, 99_999_999_999), serial =>
    {
        var id = DepositId.FromSerial(serial).Digits;
        for (var i = 0; i < id.Length; i++)
        {
            var wrong = id.ToCharArray();
            wrong[i] = (char)('0' + ((wrong[i] - '0' + 1) % 10));
            Assert.False(DepositId.TryParse(new string(wrong), out _));
            if (i > 0 && id[i] != id[i - 1])
            {
                var swapped = id.ToCharArray();
                (swapped[i - 1], swapped[i]) = (swapped[i], swapped[i - 1]);
                Assert.False(DepositId.TryParse(new string(swapped), out _));
            }
        }
    });

    [Theory]
    [InlineData(1_000_001, "100000114")]
    [InlineData(794, "79444")]
    public void FromSerial_GivesTheCheckDigitsOfIso7064(long serial, string expected) => Assert.Equal(expected, DepositId.FromSerial(serial).Digits);

    [Theory]
    [InlineData("۷۹۴-۴۴")]
    [InlineData(" 794 44 ")]
    public void TryParse_AsPeopleWriteIt_IsRead(string text)
    {
        Assert.True(DepositId.TryParse(text, out var id));
        Assert.Equal("79444", id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("79445")]
    [InlineData("7944a")]
    [InlineData("0000000000000000000000000079444")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(DepositId.TryParse(text, out var id));
        Assert.Equal(string.Empty, id.ToString());
    }

    [Fact]
    public void FromSerial_NotAboveZero_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => DepositId.FromSerial(0));
}
