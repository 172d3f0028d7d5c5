using LoanServicing.Domain.Applications;

namespace LoanServicing.Domain.Tests.Applications;

public class TrackingCodeTests
{
    public static TheoryData<int> Serials => [TrackingCode.FirstSerial, 12_345_678, 48_219_073, 57_207_572, TrackingCode.EndOfSerials - 1];

    [Theory]
    [MemberData(nameof(Serials))]
    public void Every_wrong_digit_and_every_exchange_of_neighbours_is_found(int serial)
    {
        var digits = TrackingCode.FromSerial(serial).Digits;
        for (var i = 0; i < digits.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                Assert.Equal(digit == digits[i], TrackingCode.TryParse(With(digits, i, digit), out _));
            }

            if (i > 0 && digits[i] != digits[i - 1])
            {
                Assert.False(TrackingCode.TryParse(With(With(digits, i, digits[i - 1]), i - 1, digits[i]), out _));
            }
        }
    }

    [Theory]
    [InlineData("572-4")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("01900000-0000-7000-8000-000000000001")]
    [InlineData("000000000")]
    public void TryParse_NotACode_False(string? text) => Assert.False(TrackingCode.TryParse(text, out _));

    [Fact]
    public void TryParse_PersianDigitsAndDashes_TheSameCode()
    {
        var code = TrackingCode.FromSerial(48_219_073);
        var persian = string.Concat(code.ToString().Select(c => char.IsAsciiDigit(c) ? (char)('\u06F0' + (c - '0')) : c));

        Assert.True(TrackingCode.TryParse(persian, out var read));
        Assert.Equal(code, read);
        Assert.Matches("^[0-9]{3}-[0-9]{3}-[0-9]{3}$", code.ToString());
    }

    [Theory]
    [InlineData(TrackingCode.FirstSerial - 1)]
    [InlineData(TrackingCode.EndOfSerials)]
    public void FromSerial_OutsideTheRange_Throws(int serial) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TrackingCode.FromSerial(serial));

    private static string With(string text, int at, char c) => string.Concat(text.AsSpan(0, at), [c], text.AsSpan(at + 1));
}
