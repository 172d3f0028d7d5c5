using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Tests.Identifiers;

public class CheckDigitPropertyTests
{
    [Fact]
    public void Every_nine_digits_have_exactly_one_check_digit() => Generators.Check(DigitsOf(9), nine =>
    {
        var accepted = Enumerable.Range(0, 10).Count(check => NationalId.TryParse($"{nine}{check}", out _));
        Assert.Equal(nine.Distinct().Count() == 1 ? 0 : 1, accepted);
    });

    [Fact]
    public void A_sheba_made_by_the_rule_is_read_and_one_changed_digit_is_always_seen() => Generators.Check(
        from account in DigitsOf(22)
        from position in Gen.Choose(2, 25)
        from change in Gen.Choose(1, 9)
        select (account, position, change),
        x =>
        {
            var check = 98 - (int)(BigInteger.Parse($"{x.account}182700", CultureInfo.InvariantCulture) % 97);
            var sheba = $"IR{check:00}{x.account}".ToCharArray();
            Assert.True(Sheba.TryParse(new string(sheba), out _));

            sheba[x.position] = (char)('0' + ((sheba[x.position] - '0' + x.change) % 10));
            Assert.False(Sheba.TryParse(new string(sheba), out _));
        });

    private static Gen<string> DigitsOf(int length) =>
        Gen.Elements("0123456789".ToCharArray()).ArrayOf(length).Select(digits => new string(digits));
}
