using System.Globalization;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Eligibility;

/// <summary>How rules word their answers: inputs in invariant digits, messages with the digits of their language.</summary>
internal static class Judgement
{
    private const char PersianThousands = '٬';

    public static RuleJudgement Of(bool passed, string en, string fa, params ReadOnlySpan<(string Name, string Value)> inputs)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in inputs)
        {
            byName.Add(name, value);
        }

        return new RuleJudgement(passed, byName, new Bilingual(en, fa));
    }

    public static RuleJudgement NotApplicable(string tranche) =>
        Of(passed: true, $"Not applicable to {tranche}.", "برای این نوع وام کاربرد ندارد.", ("tranche", tranche));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string En(Rials amount) => amount.Value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Fa(Rials amount) => Persian(En(amount));

    public static string Fa(int number) => Persian(Text(number));

    private static string Persian(string invariant) => string.Create(invariant.Length, invariant, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i] switch
            {
                >= '0' and <= '9' => (char)('۰' + (source[i] - '0')),
                ',' => PersianThousands,
                var other => other,
            };
        }
    });
}
