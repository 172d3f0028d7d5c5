using System.Collections.Frozen;

namespace LoanServicing.Domain.Identifiers;

/// <summary>
/// The three-digit codes by which an IBAN names an Iranian bank or credit institution. Banks merge and are founded, so that a code which is not here
/// is a reason to look twice, never to refuse (domain.md section 4.3). Merged banks stay: their accounts are still written with the old code.
/// </summary>
public static class IranianBanks
{
    private static readonly FrozenSet<string> Codes = FrozenSet.ToFrozenSet(
        [
            "010", // Central Bank
            "011", // Sanat va Madan
            "012", // Mellat
            "013", // Refah Kargaran
            "014", // Maskan
            "015", // Sepah
            "016", // Keshavarzi
            "017", // Melli
            "018", // Tejarat
            "019", // Saderat
            "020", // Tosee Saderat
            "021", // Post Bank
            "022", // Tosee Taavon
            "051", // Tosee
            "052", // Ghavamin
            "053", // Karafarin
            "054", // Parsian
            "055", // Eghtesad Novin
            "056", // Saman
            "057", // Pasargad
            "058", // Sarmayeh
            "059", // Sina
            "060", // Mehr Iran
            "061", // Shahr
            "062", // Ayandeh
            "063", // Ansar
            "064", // Gardeshgari
            "065", // Hekmat Iranian
            "066", // Dey
            "069", // Iran Zamin
            "070", // Resalat
            "073", // Kosar
            "075", // Melal
            "078", // Khavarmianeh
            "080", // Noor
            "095", // Iran-Venezuela
        ]);

    /// <param name="code">Three ASCII digits, as <see cref="Sheba.BankCode"/> gives them.</param>
    public static bool Knows(string code) => Codes.Contains(code);
}
