using System.Globalization;
using System.Text;

namespace LoanServicing.Domain.Identifiers;

/// <summary>Texts that people write, compared by what they say and not by how: headers of tables, and words in them.</summary>
public static class BareText
{
    /// <summary>
    /// What is left of a text when keyboards and layout are taken out of it: letters and digits only, Persian forms of ya and kaf, ASCII
    /// digits, lower case.
    /// </summary>
    public static string Of(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in Digits.Normalise(text.Normalize(NormalizationForm.FormKC)))
        {
            if (char.IsLetterOrDigit(c))
            {
                bare.Append(char.ToLower(WithPersianForm(c), CultureInfo.InvariantCulture));
            }
        }

        return bare.ToString();
    }

    private static char WithPersianForm(char c) => c switch
    {
        'ي' or 'ى' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        'أ' or 'إ' => 'ا',
        _ => c,
    };
}
