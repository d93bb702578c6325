//! The kinds of cues: what words of the lexicon do to the claims around them. How far a cue reaches, and what follows from
//! it, is for whoever reads a note to decide.

use serde::{Deserialize, Serialize};

/// What a cue does to the claims around it. Each kind is a key of `lexicon/cues.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Negates what follows in its clause (`not`, `没有`).
    Negation,
    /// Negates what stands before it in its clause, in Chinese and in English (`不成立`, `is false`).
    NegationAfter,
    /// A verb that denies by itself what it takes (`does without X`, `去掉了 X`).
    Forgoing,
    /// Looks like a negation and is none (`not only`, `不仅`, `no longer than`).
    PseudoNegation,
    /// Doubt or opinion, over the whole sentence (`maybe`, `据说`).
    Hedge,
    /// A question, over the whole sentence (`what`, `是否`).
    Question,
    /// Something imagined, over the whole sentence (`suppose`, `假设`).
    Condition,
    /// A condition that is met (`when`, `只要`): it is not asserted, but what follows from it is.
    Given,
    /// What directly follows is set against the subject and is no subject or value (`unlike`, `而不是`, `instead of`).
    Contrast,
    /// What follows gives way to what precedes, so that no expression reaches over it (`instead of`, `代替`).
    Substitution,
    /// What directly precedes is set against the subject (`与…不同` ends with it).
    ContrastAfter,
    /// Directly behind a name: what follows is in it (`中的`). What stands before is set apart, unless the clause opens with
    /// that name.
    Inside,
    /// What follows is compared with and is no subject or value (`than`, `比`, `compared with`).
    Comparison,
    /// The sentence reports somebody else's words (`claims that`, `声称`).
    Attribution,
    /// What follows, or the whole section under a heading with it, is quoted as wrong (`myth`, `误区`, `wrong:`).
    Misconception,
    /// The same within a sentence; a section under a heading with it only tells apart what is easily taken for each other
    /// (`mix-ups`, `易混`).
    Confusion,
    /// What follows corrects something quoted as wrong (`fact:`, `正解`).
    Correction,
    /// Past or superseded (`originally`, `以前`).
    Past,
    /// Something to be done or to come (`TODO`, `will`).
    Planned,
    /// All members of a family or list (`all sizes`, `均`).
    All,
    /// Only (`only`, `仅`).
    Only,
    /// At least, or more than (`over`, `以上`).
    AtLeast,
    /// At most (`up to`, `最多`).
    AtMost,
    /// Fewer than (`under`, `不到`).
    Below,
    /// A number that is not exact (`about`, `左右`).
    About,
    /// Begins another clause (`but`, `while`, `而`).
    ClauseBreak,
    /// Refers to the subject before (`it`, `该模型`, `其`).
    Anaphor,
    /// Names the largest member of the family before (`the largest variant`, `最大版`).
    Largest,
    /// The same for the smallest.
    Smallest,
    /// Names something by a description that cannot be resolved (`the second generation`, `二代`).
    Unnamed,
    /// In the order given (`respectively`, `分别`).
    Respectively,
    /// Speaks of a part of the subject, not of the whole (`the first three layers`, `每隔 4 层`).
    Part,
    /// Directly behind a name makes it the name of something else (`implementation`, `的代码`).
    Head,
    /// Who writes or reads (`we`, `我们`): what is done is theirs.
    Speaker,
    /// Words of a title that leave it to be about what it names (`overview`, `简介`).
    Overview,
    /// Words of a title that speak of what is so without what they name (`why we need`, `动机`).
    Motive,
    /// A title of what others wrote (`references`, `参考资料`).
    Sources,
    /// Directly before a name makes it what something is done with, by or without (`based on`, `没有`, `根据`).
    Passing,
    /// Says that what follows is in the subject, all of it (`contains`, `由`, `共`).
    Having,
    /// A noun that only rounds off what is said before it (`…的东西`, `…协议`).
    Filler,
    /// The header of a table's column that holds what the first column names (`value`, `内容`).
    Content,
    /// What a thing is by way of its purpose, so that what is said of that is said of the thing (`X's idea is to …`,
    /// `X 的目的是…`).
    Essence,
    /// Changes nothing in what is said (`actually`, `其实`): expressions are found across it.
    Adverb,
    /// At the beginning of a sentence only leads to what it says (`note that`, `所以`).
    Opener,
    /// Opens a clause that is about something else than what was spoken of (`传统…`, `the authors`).
    Other,
    /// Leaves open whether what follows is so (`whether`, `是否`).
    Whether,
    /// Asks to judge whether what stands beside it is true (`true or false`, `（对/错）`).
    Judged,
    /// At the beginning sets a task (`derive`, `试述`).
    Task,
    /// Says that two things have the same (`the same`, `一样`).
    Alike,
    /// A verb of having from another what it takes (`keep`, `沿用`).
    Taking,
}

impl CueKind {
    /// All kinds, in the order of their numbers.
    pub(crate) const ALL: [Self; 50] = [
        Self::Negation,
        Self::NegationAfter,
        Self::Forgoing,
        Self::PseudoNegation,
        Self::Hedge,
        Self::Question,
        Self::Condition,
        Self::Given,
        Self::Contrast,
        Self::Substitution,
        Self::ContrastAfter,
        Self::Inside,
        Self::Comparison,
        Self::Attribution,
        Self::Misconception,
        Self::Confusion,
        Self::Correction,
        Self::Past,
        Self::Planned,
        Self::All,
        Self::Only,
        Self::AtLeast,
        Self::AtMost,
        Self::Below,
        Self::About,
        Self::ClauseBreak,
        Self::Anaphor,
        Self::Largest,
        Self::Smallest,
        Self::Unnamed,
        Self::Respectively,
        Self::Part,
        Self::Head,
        Self::Speaker,
        Self::Overview,
        Self::Motive,
        Self::Sources,
        Self::Passing,
        Self::Having,
        Self::Filler,
        Self::Content,
        Self::Essence,
        Self::Adverb,
        Self::Opener,
        Self::Other,
        Self::Whether,
        Self::Judged,
        Self::Task,
        Self::Alike,
        Self::Taking,
    ];

    /// The kind of a key of `lexicon/cues.yaml`.
    pub fn named(name: &str) -> Option<Self> {
        use serde::de::{
            IntoDeserializer,
            value::{Error, StrDeserializer},
        };
        let deserializer: StrDeserializer<'_, Error> = name.into_deserializer();
        Self::deserialize(deserializer).ok()
    }
}
