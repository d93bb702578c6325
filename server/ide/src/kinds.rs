//! The names of the types of entries, for people.

use claims::Language;

/// Types as glossary files write them, in Chinese. A type of a workspace's own is shown as it is written.
const CHINESE: [(&str, &str); 23] = [
    ("activation", "激活函数"),
    ("architecture", "架构"),
    ("attention", "注意力"),
    ("attention-pattern", "注意力模式"),
    ("benchmark", "评测基准"),
    ("concept", "概念"),
    ("dataset", "数据集"),
    ("hardware", "硬件"),
    ("licence", "许可证"),
    ("metric", "指标"),
    ("model", "模型"),
    ("norm-placement", "归一化位置"),
    ("normalization", "归一化"),
    ("number-format", "数值格式"),
    ("objective", "训练目标"),
    ("optimizer", "优化器"),
    ("organization", "机构"),
    ("person", "人物"),
    ("position-encoding", "位置编码"),
    ("software", "软件"),
    ("sparsity", "稀疏性"),
    ("technique", "技术"),
    ("tokenization", "分词"),
];

/// A type in words.
pub fn kind(name: &str, language: Language) -> String {
    let chinese = CHINESE.iter().find(|(kind, _)| *kind == name && language == Language::Zh);
    chinese.map_or_else(|| name.replace('-', " "), |(_, chinese)| (*chinese).to_owned())
}
